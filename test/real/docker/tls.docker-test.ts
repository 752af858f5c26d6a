import { rm } from 'node:fs/promises';
import { expect } from 'chai';
import { findEngine } from '../../../harness/engine/find-engine.ts';
import { COMPONENT_LABEL, labelledObjects } from '../../../harness/engine/labelled.ts';
import type { ChaosConfig } from '../../../harness/model/config.ts';
import { type DockerUnderTest, startDockerUnderTest } from '../../../harness/stack/test-support/docker-fixture.ts';
import { waitFor } from '../../../harness/wait.ts';
import { expectStrangers } from '../tls/expect-strangers.ts';
import { ownListeners } from '../tls/own-listeners.ts';
import type { Door } from '../tls/strangers.ts';

/** A target, as Prometheus describes it. */
interface Target {
  readonly scrapeUrl: string;
  readonly health: string;
  readonly labels: { readonly instance: string };
}

/** What speaks no TLS and is published on 127.0.0.1 all the same, as docs/guides/tls.md says. */
const WITHOUT_TLS = ['toxiproxy'];
const DATABASES = ['postgresql', 'supabase-db'];

describe('the Docker stack by TLS', function () {
  this.timeout(180_000);
  let under: DockerUnderTest;

  before(async () => {
    const { config } = (await import(new URL('../../../chaos.config.ts', import.meta.url).href)) as {
      config: ChaosConfig;
    };
    const api = config.api?.command ?? (['node'] as const);
    const wanted = { tls: true, api, monitoring: { text: async () => 'up 1\n' } };
    const relayServices = { attribute: () => null };
    under = await startDockerUnderTest(`tls-test-${process.pid}`, config, { ...wanted, relayServices });
  });
  after(async () => {
    await under.stack[Symbol.asyncDispose]();
    expect(await labelledObjects(await findEngine(), under.runId)).to.deep.equal([]);
    await rm(under.logsFolder, { recursive: true });
  });

  /** Every port that the engine publishes for the run, and every one that this process listens on. */
  const doors = async (): Promise<readonly Door[]> => {
    const { docker } = await findEngine();
    const containers = await docker.listContainers({ filters: { label: [`durable-chaos.run=${under.runId}`] } });
    const published = containers.flatMap(({ Labels, Ports }) => {
      const name = Labels[COMPONENT_LABEL] ?? '';
      const speaks = DATABASES.includes(name) ? 'postgres' : 'tls';
      const open = Ports.filter(({ PublicPort }) => (PublicPort as number | undefined) !== undefined);
      return open.map(({ IP, PublicPort }): Door => ({ name, host: IP ?? '127.0.0.1', port: PublicPort, speaks }));
    });
    const own = ownListeners().map((at, index) => ({ ...at, name: `harness-${index + 1}`, speaks: 'tls' }) as const);
    return [...published.filter(({ name }) => !WITHOUT_TLS.includes(name)), ...own];
  };

  it('has a port for each server, and listeners of the gateway for each client', async () => {
    const names = (await doors()).map(({ name }) => name).filter((name) => !name.startsWith('harness'));
    const servers = ['temporal', 'postgresql', 'supabase', 'supabase-db', 'outside-world', 'api', 'prometheus'];
    expect(names.toSorted()).to.deep.equal(servers.toSorted());
    // Two workers with three links each, the API with two, and the exporter.
    expect((await doors()).length - names.length).to.equal(9);
  });

  it('has every target of Prometheus up, by TLS where the target can', async () => {
    const { monitoring, tls } = under.stack.addresses;
    if (monitoring === undefined || tls === undefined) throw new Error('Expected a Prometheus that speaks TLS.');
    const targets = async (): Promise<readonly Target[]> => {
      const answer = await tls.fetch(`${monitoring.prometheusUrl}/api/v1/targets`);
      return ((await answer.json()) as { readonly data: { readonly activeTargets: readonly Target[] } }).data
        .activeTargets;
    };
    const limits = { limitMs: 20_000, signal: new AbortController().signal };
    const all = await waitFor(
      async () => {
        const seen = await targets();
        return seen.length === 6 && seen.every(({ health }) => health === 'up') ? seen : undefined;
      },
      { what: 'six targets to be up', ...limits },
    );
    const byTls = all.filter(({ scrapeUrl }) => scrapeUrl.startsWith('https:')).map(({ labels }) => labels.instance);
    expect(byTls.toSorted()).to.deep.equal(['api', 'harness', 'worker-1', 'worker-2']);
  });

  expectStrangers(doors, () => under.stack);
});
