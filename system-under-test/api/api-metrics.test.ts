import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect } from 'chai';
import { Hono } from 'hono';
import { apiConfig } from '../config.ts';
import { apiMetrics, serveMetrics } from './api-metrics.ts';

const environment = { API_TOKEN: 'a-token-of-a-test-1', SUPABASE_URL: 'http://127.0.0.1:1', SUPABASE_KEY: 'key' };

describe('apiMetrics', () => {
  it('counts requests by route and status, and never by what a client wrote in the path', async () => {
    const metrics = apiMetrics();
    const app = new Hono().use('*', metrics.count).get('/documents/:document', (context) => context.text('ok'));
    await app.request('/documents/contract-7');
    await app.request('/documents/contract-8');
    await app.request('/nowhere/contract-9');
    const page = await (await metrics.page.request('/metrics')).text();
    const counted = page.split('\n').filter((line) => line.startsWith('api_http_requests_total{'));
    expect(counted).to.have.length(2);
    expect(counted[0]).to.match(/route="\/documents\/:document",status="200".* 2$/);
    expect(counted[1]).to.match(/status="404".* 1$/);
    expect(page).not.to.include('contract-');
    expect(page).to.include('api_process_resident_memory_bytes ');
  });

  it('has nothing but metrics on its page', async () => {
    expect((await apiMetrics().page.request('/documents/contract-7')).status).to.equal(404);
  });
});

describe('serveMetrics', () => {
  it('listens nowhere unless a port is given', async () => {
    await serveMetrics(apiMetrics(), apiConfig(environment));
  });

  it('says which port is taken, and what to set', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const config = apiConfig({ ...environment, API_METRICS_PORT: String(port) });
    const refused = await serveMetrics(apiMetrics(), config).catch(String);
    taken.close();
    expect(refused).to.equal(
      `Error: Expected 127.0.0.1:${port} to be free to serve metrics on, but it is not. ` +
        'Set API_METRICS_PORT to another, or to 0 for none.',
    );
  });
});
