import { readFile, rm } from 'node:fs/promises';
import { expect } from 'chai';
import { findEngine } from '../../engine/find-engine.ts';
import { labelledObjects } from '../../engine/labelled.ts';
import { HarnessError } from '../../errors.ts';
import type { ChaosConfig } from '../../model/config.ts';
import { entriesOf } from '../../model/journal.ts';
import { waitFor } from '../../wait.ts';
import { type DockerUnderTest, reach, startDockerUnderTest } from '../test-support/docker-fixture.ts';
import { processOf } from '../test-support/readings.ts';

const signal = new AbortController().signal;

describe('docker stack', function () {
  this.timeout(180_000);
  let under: DockerUnderTest;
  let config: ChaosConfig;

  before(async () => {
    ({ config } = (await import(new URL('../../../chaos.config.ts', import.meta.url).href)) as { config: ChaosConfig });
    under = await startDockerUnderTest(`docker-test-${process.pid}`, config);
  });
  after(async () => {
    await under.stack[Symbol.asyncDispose]();
    expect(await labelledObjects(await findEngine(), under.runId)).to.deep.equal([]);
    await rm(under.logsFolder, { recursive: true });
  });

  const actionsOf = (component: string): readonly string[] =>
    entriesOf(under.journal.entries(), 'engine')
      .filter((entry) => entry.component === component)
      .map((entry) => entry.action);

  it('has all components up, each with a log, and every link of the topology', () => {
    const { stack } = under;
    const servers = ['temporal', 'postgresql', 'supabase-db', 'supabase', 'toxiproxy', 'outside-world'];
    expect(stack.components().map((each) => each.name)).to.have.members([...servers, 'worker-1', 'worker-2']);
    expect(stack.components().every((each) => each.running && each.incarnation === 1)).to.equal(true);
    const ends = ['worker-1', 'worker-2'].flatMap((name) =>
      ['temporal', 'supabase', 'outside'].map((end) => `${end}@${name}`),
    );
    expect(stack.links().map(({ name }) => name)).to.have.members(['database@temporal', 'database@supabase', ...ends]);
    expect(stack.versions()).to.include({ temporal: '1.31.2', toxiproxy: '2.12.0', postgresql: '18.4' });
  });

  it('lets a worker reach nothing but its own links', async () => {
    const { stack } = under;
    const engine = await findEngine();
    const { docker } = engine;
    const bridges = (await docker.listNetworks()).flatMap(({ IPAM }) =>
      (IPAM?.Config ?? []).map((one) => one['Gateway']),
    );
    const ports = Object.values(stack.addresses).flatMap((text) => /:(\d+)$/.exec(text ?? '')?.[1] ?? []);
    const servers = ['temporal:7233', 'supabase:8000', 'outside-world:8090', 'postgresql:5432', 'supabase-db:5432'];
    const others = bridges.flatMap((host) => (host === undefined ? [] : ports.map((port) => `${host}:${port}`)));
    const shut = [...servers, 'toxiproxy:8474', 'toxiproxy:5432', 'toxiproxy-api:8474', ...others];
    const { output } = await stack.container('worker-1').exec([...reach, 'toxiproxy:20003', ...shut]);
    expect(output.trim().split('\n')).to.deep.equal(['toxiproxy:20003']);
  });

  it('kills a worker and starts it again; the engine reports both', async () => {
    const worker = under.stack.component('worker-1');
    expect(await worker.kill('fault')).to.deep.equal({ incarnation: 1, exitCode: null, signal: 'SIGKILL' });
    expect((await processOf(worker, under.journal)).state).to.equal('gone');
    await under.stack.gateway.connectionsClosed('worker-1', 1, AbortSignal.timeout(5000));
    await worker.start();
    expect([worker.running, worker.incarnation]).to.deep.equal([true, 2]);
    expect(actionsOf('worker-1')).to.include.members(['start', 'kill', 'die']);
  });

  it('has a crashed worker brought back by its restart policy alone', async () => {
    const worker = under.stack.container('worker-1');
    const before = worker.incarnation;
    expect((await worker.crash('fault')).signal).to.equal('SIGKILL');
    await worker.restarted(before, AbortSignal.timeout(30_000));
    expect([worker.running, worker.incarnation]).to.deep.equal([true, before + 1]);
    expect(
      under.stack
        .lives()
        .find((row) => row.component === 'worker-1')
        ?.incarnations.at(before - 1),
    ).to.include({
      signal: 'SIGKILL',
      purpose: 'fault',
      oomKilled: false,
    });
  });

  it('takes up the memory of a worker until the kernel kills it', async () => {
    const worker = under.stack.container('worker-1');
    const before = worker.incarnation;
    await worker.exhaustMemory('fault');
    await worker.restarted(before, AbortSignal.timeout(30_000));
    expect(actionsOf('worker-1')).to.include('oom');
    const row = under.stack.lives().find((one) => one.component === 'worker-1');
    expect(row?.incarnations.at(before - 1)).to.include({ oomKilled: true, signal: 'SIGKILL' });
  });

  it('pauses and resumes a worker, and kills a paused one', async () => {
    const worker = under.stack.component('worker-2');
    await worker.pause();
    expect((await processOf(worker, under.journal)).state).to.equal('T');
    await worker.resume();
    expect((await processOf(worker, under.journal)).state).to.equal('S');
    expect(actionsOf('worker-2')).to.include.members(['pause', 'unpause']);
    await worker.pause();
    expect((await worker.kill('fault')).signal).to.equal('SIGKILL');
    await worker.start();
  });

  it('takes a worker off its network and puts it back with its address', async () => {
    const worker = under.stack.container('worker-2');
    const address = async (): Promise<string> => (await worker.exec(['hostname', '-i'])).output.trim();
    const before = await address();
    await worker.disconnect();
    expect((await processOf(worker, under.journal)).attached).to.equal(false);
    await worker.disconnect();
    await worker.connect();
    expect((await processOf(worker, under.journal)).attached).to.equal(true);
    expect(await address()).to.equal(before);
    const { output } = await worker.exec([...reach, 'toxiproxy:20006']);
    expect(output.trim()).to.equal('toxiproxy:20006');
  });

  it('changes the limits of a worker and puts them back', async () => {
    const worker = under.stack.container('worker-2');
    // The file of cgroup v1 or that of v2: one of them is there. Both in one `cat` would mix its output with its
    // errors, in no guaranteed order.
    const files = ['/sys/fs/cgroup/memory/memory.limit_in_bytes', '/sys/fs/cgroup/memory.max'];
    const limit = async (): Promise<string> => {
      const read = await Promise.all(files.map((file) => worker.exec(['cat', file])));
      const there = read.filter(({ exitCode }) => exitCode === 0);
      expect(there).to.have.length(1);
      return there.map(({ output }) => output).join('');
    };
    const before = await limit();
    await worker.limit({ memoryBytes: 600 * 1024 * 1024, cpus: 0.5, pids: 100 });
    expect(await limit()).to.contain(String(600 * 1024 * 1024));
    await worker.unlimit();
    expect(await limit()).to.equal(before);
  });

  it('restarts a worker, makes it anew, and adds one more, which drains well', async () => {
    const { stack } = under;
    const worker = stack.container('worker-2');
    const before = worker.incarnation;
    await worker.restart(config.workers.drainLimitMs);
    await worker.recreate();
    expect(worker.incarnation).to.equal(before + 2);
    const more = await stack.addWorker();
    expect([more.name, stack.link('temporal@worker-3').name]).to.deep.equal(['worker-3', 'temporal@worker-3']);
    expect(await more.stop('drain', config.workers.drainLimitMs)).to.include({ exitCode: 0, signal: null });
  });

  it('kills and starts each server again on its data, with its port', async () => {
    const { stack, journal } = under;
    for (const name of ['temporal', 'supabase', 'supabase-db', 'postgresql', 'toxiproxy', 'outside-world']) {
      const server = stack.component(name);
      await server.kill('fault');
      await server.probe();
      expect(entriesOf(journal.entries(), 'probe').at(-1), name).to.include({ target: name, ok: false });
      await server.start();
      const answers = async (): Promise<true | undefined> => {
        await server.probe();
        return entriesOf(journal.entries(), 'probe').at(-1)?.ok === true ? true : undefined;
      };
      await waitFor(answers, { what: `${name} to answer again`, limitMs: 15_000, signal });
    }
    await Promise.all(stack.links().map(async (link) => link.observe()));
    const readings = entriesOf(journal.entries(), 'toxics').slice(-stack.links().length);
    expect(readings.every(({ enabled }) => enabled)).to.equal(true);
  });

  it('keeps secrets out of logs', async () => {
    for (const each of under.stack.components()) {
      const log = await readFile(under.stack.logFile(each.name, each.incarnation), 'utf8');
      expect(log, each.name).not.to.contain(under.stack.addresses.supabaseKey);
    }
    expect(await readFile(`${under.logsFolder}/compose.log`, 'utf8')).not.to.contain(under.stack.addresses.supabaseKey);
  });

  it('touches no container that lacks the label of its run, with any name', async () => {
    const { docker } = await findEngine();
    const name = `durable-chaos-${under.runId}-worker-9-1`;
    const foreign = await docker.createContainer({ name, Image: 'durable-chaos/toxiproxy:2.12.0' });
    try {
      expect(() => under.stack.container('worker-9'))
        .to.throw(HarnessError)
        .with.property('code', 'CHAOS_UNKNOWN_TARGET');
      expect((await labelledObjects(await findEngine(), under.runId)).map((one) => one.name)).not.to.include(name);
      expect((await foreign.inspect()).State.Status).to.equal('created');
    } finally {
      await foreign.remove();
    }
  });
});
