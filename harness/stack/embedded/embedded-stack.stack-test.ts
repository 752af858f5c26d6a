import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { createClient } from '@supabase/supabase-js';
import { expect } from 'chai';
import { HarnessError } from '../../errors.ts';
import type { ChaosConfig } from '../../model/config.ts';
import { entriesOf } from '../../model/journal.ts';
import { runFolderOf } from '../../reaper/run-folder.ts';
import { waitFor } from '../../wait.ts';
import { processOf, toxicsOf } from '../test-support/readings.ts';
import { leftOf, type StackUnderTest, startStackUnderTest, systemConfig } from '../test-support/stack-fixture.ts';

const signal = new AbortController().signal;

describe('embedded stack', function () {
  this.timeout(120_000);
  let under: StackUnderTest;
  let config: ChaosConfig;

  before(async () => {
    config = await systemConfig();
    under = await startStackUnderTest(`stack-test-${process.pid}`, config);
  });
  after(async () => {
    await under.stack[Symbol.asyncDispose]();
    const { runId, logsFolder, journal } = under;
    expect(await leftOf(runId)).to.deep.equal([]);
    expect(existsSync(runFolderOf(runId))).to.equal(false);
    const lives = under.stack.lives().flatMap((row) => row.incarnations);
    expect(lives.every((life) => life.exitedMs !== null && life.purpose !== 'unplanned')).to.equal(true);
    const exits = entriesOf(journal.entries(), 'component').filter((entry) => entry.change === 'exited');
    expect(exits).to.have.length(lives.length);
    await rm(logsFolder, { recursive: true });
  });

  it('has all components up, each with a log, and every link of the topology', async () => {
    const { stack } = under;
    expect(stack.components().map((each) => each.name)).to.have.members([
      'temporal',
      'supabase-db',
      'supabase',
      'toxiproxy',
      'outside-world',
      'worker-1',
      'worker-2',
    ]);
    expect(stack.components().every((each) => each.running && each.incarnation === 1)).to.equal(true);
    expect(stack.workers().map((each) => each.name)).to.deep.equal(['worker-1', 'worker-2']);
    expect(stack.links().map((each) => each.name)).to.have.members([
      'database@supabase',
      ...['worker-1', 'worker-2'].flatMap((worker) =>
        ['temporal', 'supabase', 'outside'].map((end) => `${end}@${worker}`),
      ),
    ]);
    expect(stack.versions()).to.have.keys(['temporal', 'toxiproxy', 'postgresql']);
    expect(stack.versions()['toxiproxy']).to.equal('2.12.0');
    for (const each of stack.components()) expect(existsSync(stack.logFile(each.name, 1)), each.name).to.equal(true);
  });

  it('keeps secrets out of command lines and logs', async () => {
    const { stack, runId } = under;
    for (const pid of await leftOf(runId)) {
      expect(await readFile(`/proc/${pid}/cmdline`, 'utf8')).not.to.contain(stack.addresses.supabaseKey);
    }
    for (const each of stack.components()) {
      expect(await readFile(stack.logFile(each.name, 1), 'utf8')).not.to.contain(stack.addresses.supabaseKey);
    }
  });

  it('kills a worker, and starts the next incarnation under the same name', async () => {
    const { stack, journal } = under;
    const worker = stack.component('worker-1');
    expect(await worker.kill('fault')).to.deep.equal({ incarnation: 1, exitCode: null, signal: 'SIGKILL' });
    expect(worker.running).to.equal(false);
    expect((await processOf(worker, journal)).state).to.equal('gone');
    await stack.gateway.connectionsClosed('worker-1', 1, AbortSignal.timeout(5000));
    await worker.start();
    expect([worker.running, worker.incarnation]).to.deep.equal([true, 2]);
    const exit = entriesOf(journal.entries(), 'component').findLast((entry) => entry.change === 'exited');
    expect(exit).to.include({ component: 'worker-1', incarnation: 1, signal: 'SIGKILL', purpose: 'fault' });
  });

  it('pauses and resumes a worker, as the operating system sees it', async () => {
    const { stack, journal } = under;
    const worker = stack.component('worker-2');
    await worker.pause();
    expect((await processOf(worker, journal)).state).to.equal('T');
    await worker.resume();
    expect((await processOf(worker, journal)).state).not.to.equal('T');
    expect(
      entriesOf(journal.entries(), 'component')
        .slice(-2)
        .map((entry) => entry.change),
    ).to.deep.equal(['paused', 'resumed']);
  });

  it('kills a paused worker', async () => {
    const worker = under.stack.component('worker-2');
    await worker.pause();
    expect((await worker.kill('fault')).signal).to.equal('SIGKILL');
    await worker.start();
  });

  it('pauses, kills and restarts PostgreSQL with all its backends; the API recovers by itself', async () => {
    const { stack, journal } = under;
    const { supabaseUrl, supabaseKey } = stack.addresses;
    const client = createClient(supabaseUrl, supabaseKey);
    const rows = async (): Promise<number | null> => (await client.from('checkpoints').select('*').retry(false)).status;
    expect(await rows()).to.equal(200);
    const database = stack.component('supabase-db');
    await database.pause();
    const paused = await processOf(database, journal);
    expect(paused.state).to.equal('T');
    expect(paused.pids.length).to.be.at.least(2);
    await database.resume();
    await database.kill('fault');
    expect((await processOf(database, journal)).state).to.equal('gone');
    expect(await rows()).to.equal(500);
    await database.start();
    await waitFor(async () => ((await rows()) === 200 ? true : undefined), { what: 'rows', limitMs: 5000, signal });
  });

  it('kills and restarts Temporal, which keeps its workflows and its port', async () => {
    const temporal = under.stack.component('temporal');
    await temporal.kill('fault');
    await temporal.start();
    expect(temporal.incarnation).to.equal(2);
  });

  it('adds a toxic, reads it back and removes it, cuts a link and restores it', async () => {
    const { stack, journal } = under;
    const link = stack.link('supabase@worker-1');
    await link.addToxic({
      name: 'slow',
      type: 'latency',
      stream: 'downstream',
      attributes: { latency: 50, jitter: 0 },
    });
    const slow = await toxicsOf(link, journal);
    expect(slow.toxics).to.deep.equal([
      { name: 'slow', type: 'latency', stream: 'downstream', attributes: { latency: 50, jitter: 0 } },
    ]);
    await link.removeToxic('slow');
    await link.removeToxic('slow');
    expect((await toxicsOf(link, journal)).toxics).to.deep.equal([]);
    await link.cut();
    expect((await toxicsOf(link, journal)).enabled).to.equal(false);
    await link.restore();
    expect((await toxicsOf(link, journal)).enabled).to.equal(true);
  });

  it('makes all links anew when Toxiproxy is started again', async () => {
    const { stack, journal } = under;
    await stack.component('toxiproxy').kill('fault');
    await stack.component('toxiproxy').start();
    for (const link of stack.links()) expect((await toxicsOf(link, journal)).enabled, link.name).to.equal(true);
  });

  it('keeps the ledger over a kill of the outside world', async () => {
    const { stack } = under;
    const { outsideWorldUrl } = stack.addresses;
    const body = JSON.stringify({ kind: 'ocr', subject: { page: 1 }, payload: 'a' });
    const post = async (): Promise<string> => {
      const headers = { 'idempotency-key': 'k' };
      const answer = await fetch(`${outsideWorldUrl}/effects`, { method: 'POST', body, headers });
      return ((await answer.json()) as { outcome: string }).outcome;
    };
    expect(await post()).to.equal('applied');
    await stack.component('outside-world').kill('fault');
    await stack.component('outside-world').start();
    expect(await post()).to.equal('deduplicated');
    expect((await (await fetch(`${outsideWorldUrl}/ledger`)).text()).trimEnd().split('\n')).to.have.length(2);
  });

  it('adds a worker with separate links, and drains it', async () => {
    const { stack } = under;
    const worker = await stack.addWorker();
    expect(worker.name).to.equal('worker-3');
    expect(stack.link('temporal@worker-3').name).to.equal('temporal@worker-3');
    expect(await worker.stop('drain', config.workers.drainLimitMs)).to.include({ exitCode: 0, signal: null });
  });

  it('names what it has when asked for what it lacks', () => {
    expect(() => under.stack.component('worker-9'))
      .to.throw(HarnessError, 'worker-9')
      .with.property('code', 'CHAOS_UNKNOWN_TARGET');
    expect(() => under.stack.link('a@b'))
      .to.throw(HarnessError, 'a@b')
      .with.property('code', 'CHAOS_UNKNOWN_TARGET');
  });
});
