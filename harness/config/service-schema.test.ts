import { expect } from 'chai';
import type { Service } from '../model/services.ts';
import { hostAndPort, issuesOfServices, serviceSchema } from './service-schema.ts';

describe('the services of a configuration', () => {
  const accepted: readonly Service[] = [
    { http: 'http://127.0.0.1:4242' },
    { http: 'https://pay.example/v1' },
    { http: { command: ['node', 'stub.js'], env: { MODE: 'test' }, readyLimitMs: 5000 } },
    { tcp: '127.0.0.1:6379' },
    { tcp: 'redis://localhost:6379/0' },
    { tcp: '[::1]:6379' },
    { postgresql: 'own' },
  ];
  for (const service of accepted) {
    it(`may be ${JSON.stringify(service)}`, () => {
      expect(serviceSchema.parse(service)).to.deep.equal(service);
    });
  }

  const refused = [
    'http://127.0.0.1:4242',
    {},
    { http: 'ftp://127.0.0.1' },
    { http: '127.0.0.1:4242' },
    { http: { command: [] } },
    { http: 'http://a', tcp: 'b:1' },
    { tcp: 'localhost' },
    { tcp: 'redis://localhost' },
    { tcp: ':6379' },
    { postgresql: 'theirs' },
  ];
  for (const service of refused) {
    it(`is refused where it is ${JSON.stringify(service)}`, () => {
      expect(serviceSchema.safeParse(service).success).to.equal(false);
    });
  }

  it('must not share an address, nor have a name that is taken', () => {
    const issues = issuesOfServices({
      payments: { http: 'http://localhost:4242/v1' },
      refunds: { http: 'http://127.0.0.1:4242/v2' },
      inventory: { http: { command: ['node', 'a.js'] } },
      stock: { http: { command: ['node', 'a.js'] } },
      temporal: { tcp: '127.0.0.1:1' },
    });
    expect(issuesOfServices({ broken: { http: 'http://' } })).to.deep.equal([]);
    expect(issues).to.deep.equal([
      ['refunds', 'is at 127.0.0.1:4242, where `services.payments` is too'],
      ['temporal', 'is a name that the harness uses itself'],
    ]);
  });

  it('may not have an address of Temporal that is none', () => {
    const fits = (text: string): boolean => hostAndPort.safeParse(text).success;
    expect(['localhost:7233', '127.0.0.1:7233', '[::1]:7233'].map(fits)).to.deep.equal([true, true, true]);
    const none = ['localhost', 'http://localhost:7233', ':7233', 'localhost:http', 'localhost:0'];
    expect(none.map(fits)).to.deep.equal(none.map(() => false));
  });
});
