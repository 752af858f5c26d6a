import { expect } from 'chai';
import type { ScrapeTarget } from './scrape-target.ts';
import { type Exporter, serveExporter } from './serve-exporter.ts';

describe('serveExporter', () => {
  const targets: ScrapeTarget[] = [];
  let exporter: Exporter;
  const ask = async (path: string, method = 'GET'): Promise<Response> =>
    fetch(`http://${exporter.address}${path}`, { method });

  beforeEach(async () => {
    exporter = await serveExporter({ host: '127.0.0.1', metrics: async () => 'up 1\n', targets: () => targets });
  });
  afterEach(async () => exporter[Symbol.asyncDispose]());

  it('serves the metrics as Prometheus reads them', async () => {
    const answer = await ask('/metrics');
    expect(answer.headers.get('content-type')).to.match(/^text\/plain; version=0\.0\.4/);
    expect(await answer.text()).to.equal('up 1\n');
  });

  it('lists itself, and each target as soon as there is one', async () => {
    const own = { targets: [exporter.address], labels: { job: 'harness', instance: 'harness' } };
    expect(await (await ask('/targets')).json()).to.deep.equal([own]);
    targets.push({ job: 'worker', component: 'worker-3', address: '127.0.0.1:9' });
    const worker = { targets: ['127.0.0.1:9'], labels: { job: 'worker', instance: 'worker-3' } };
    expect(await (await ask('/targets')).json()).to.deep.equal([own, worker]);
  });

  it('has nothing else, and takes nothing', async () => {
    expect((await ask('/')).status).to.equal(404);
    expect((await ask('/metrics', 'POST')).status).to.equal(405);
  });

  it('says in one sentence that it cannot listen', async () => {
    const failed: unknown = await serveExporter({
      host: '203.0.113.1',
      metrics: async () => '',
      targets: () => [],
    }).catch((error: unknown) => error);
    expect(String(failed)).to.match(/can't be served on 203\.0\.113\.1: .+\. Leave out --monitoring\.$/);
  });
});
