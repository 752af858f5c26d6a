import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { ToxiproxyControl } from './toxiproxy-control.ts';

const route = { name: 'proxy', listen: '127.0.0.1:1', upstream: '127.0.0.1:2' };

describe('ToxiproxyControl', () => {
  const told: string[] = [];
  const slow = Promise.withResolvers<void>();
  const changed = Promise.withResolvers<void>();
  let server: Server;
  let control: ToxiproxyControl;

  before(async () => {
    const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
      const { method } = request;
      told.push(`${method} ${request.url}`);
      if (method === 'POST' && told.filter((one) => one.startsWith('POST')).length === 1) {
        changed.resolve();
        await slow.promise;
        told.push('the slow one has ended');
      }
      const name = request.url?.split('/').at(-1);
      response.end(JSON.stringify({ ...route, name, enabled: true, toxics: [] }));
    };
    server = createServer((request, response) => void answer(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    control = new ToxiproxyControl(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  });
  after(() => void server.close());

  it('has a change of a proxy wait for the one before, and for none of another proxy', async () => {
    const disabled = control.setEnabled(route, false);
    await changed.promise;
    const later = [control.setEnabled(route, true), control.removeToxic('proxy', 'chaos')];
    await control.setEnabled({ ...route, name: 'other' }, true);
    slow.resolve();
    await Promise.all([disabled, ...later]);
    const own = told.filter((one) => !one.endsWith('/other'));
    const one = ['GET /proxies/proxy', 'POST /proxies/proxy'];
    expect(own).to.deep.equal([...one, 'the slow one has ended', ...one, 'GET /proxies/proxy']);
    expect(told.indexOf('POST /proxies/other')).to.be.lessThan(told.indexOf('the slow one has ended'));
  });
});
