import { expect } from 'chai';
import { serviceAddress, unfitServiceName } from './services.ts';

describe('the address of a service, by way of a link', () => {
  const at = '127.0.0.1:20001';

  it('keeps the path, the query and the credentials of its URL, without a slash at the end', () => {
    const address = serviceAddress({ http: 'https://me:key@pay.example/v1/?mode=test' }, at, 'http');
    expect(address).to.deep.equal({ url: `http://me:key@${at}/v1/?mode=test`, host: '127.0.0.1', port: 20_001 });
    expect(serviceAddress({ http: 'http://127.0.0.1:4242/' }, at, 'http').url).to.equal(`http://${at}`);
  });

  it('is of https where the run speaks TLS, also of a program that is started', () => {
    expect(serviceAddress({ http: { command: ['node', 'stub.js'] } }, at, 'https').url).to.equal(`https://${at}`);
  });

  it('keeps the scheme of a service that speaks another protocol', () => {
    expect(serviceAddress({ tcp: 'redis://127.0.0.1:6379/0' }, at, 'https').url).to.equal(`redis://${at}/0`);
    expect(serviceAddress({ tcp: '127.0.0.1:6379' }, at, 'http').url).to.equal(`tcp://${at}`);
  });
});

describe('the name of a service', () => {
  const service = { tcp: '127.0.0.1:1' };

  it("is `database` if it is the run's own PostgreSQL, and no other may be", () => {
    expect(unfitServiceName('database', { postgresql: 'own' })).to.equal(null);
    expect(unfitServiceName('db', { postgresql: 'own' })).to.match(/^is the run's PostgreSQL, so it must be named/);
  });

  it('is the end of a link, and none that links, components or moments have', () => {
    expect(unfitServiceName('payments-v2', service)).to.equal(null);
    for (const name of ['Payments', 'pay@ments', '2pay', ''])
      expect(unfitServiceName(name, service), name).to.match(/^names a/);
    for (const name of ['temporal', 'outside', 'database', 'worker-1', 'heartbeat']) {
      expect(unfitServiceName(name, service), name).to.match(/^is a name that the harness uses/);
    }
  });
});
