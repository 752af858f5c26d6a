import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { type Monitoring, openMonitoring, serverTargets } from './open-monitoring.ts';

describe('openMonitoring', () => {
  let folder: string;
  let monitoring: Monitoring;
  const text = async (name: string): Promise<string> => readFile(join(monitoring.folder, name), 'utf8');

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'monitoring-test-'));
    const targets = () => serverTargets({ temporal: '127.0.0.1:1', toxiproxy: '127.0.0.1:2' });
    monitoring = await openMonitoring({ host: '127.0.0.1', metrics: async () => 'up 1\n', targets }, { folder });
  });
  afterEach(async () => {
    await monitoring[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });

  it('has Prometheus ask for its targets where the harness serves them', async () => {
    const [, url = ''] = /url: "(http:\/\/127\.0\.0\.1:\d+\/targets)"/.exec(await text('prometheus.yaml')) ?? [];
    const listed = (await (await fetch(url)).json()) as readonly { readonly labels: { readonly instance: string } }[];
    expect(listed.map(({ labels }) => labels.instance)).to.deep.equal(['harness', 'temporal', 'toxiproxy']);
    expect(await text('prometheus.yaml')).not.to.include('harness:9464/');
  });

  it('puts the alerts beside the configuration that names them', async () => {
    expect(await text('prometheus.yaml')).to.include('rule_files: [alerts.yaml]');
    expect(await text('alerts.yaml')).to.include('alert: WorkerDown');
  });

  it('serves nothing any more once it is disposed', async () => {
    const [, url = ''] = /url: "([^"]+)"/.exec(await text('prometheus.yaml')) ?? [];
    await monitoring[Symbol.asyncDispose]();
    expect(await fetch(url).catch((error: unknown) => String(error))).to.equal('TypeError: fetch failed');
  });
});
