import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { findEngine } from '../../../harness/engine/find-engine.ts';
import { labelledObjects } from '../../../harness/engine/labelled.ts';
import { phases } from '../../../harness/model/journal-entry.ts';
import { reportSchema } from '../../../harness/model/report.ts';
import { waitFor } from '../../../harness/wait.ts';
import { phasesToKillIn } from '../../catalogue/interruptions.ts';
import { leftoversOf } from '../leftovers.ts';
import { startRun } from '../start-run.ts';

/** What `docker ps -a`, `docker network ls` and `docker volume ls` list. */
async function everything(): Promise<readonly string[]> {
  const { docker } = await findEngine();
  const [containers, networks, volumes] = await Promise.all([
    docker.listContainers({ all: true }),
    docker.listNetworks(),
    docker.listVolumes(),
  ]);
  const names = [...containers.map((one) => one.Names[0] ?? one.Id), ...networks.map((one) => one.Name)];
  return [...names, ...volumes.Volumes.map((one) => one.Name)].toSorted();
}

const GONE_LIMIT_MS = 10_000;

async function nothingLeft(runId: string): Promise<void> {
  const engine = await findEngine();
  const left = async (): Promise<readonly string[]> => {
    const objects = await labelledObjects(engine, runId);
    return [...objects.map(({ sort, name }) => `${sort} ${name}`), ...leftoversOf(runId)];
  };
  const limits = { limitMs: GONE_LIMIT_MS, signal: new AbortController().signal };
  const look = async (): Promise<true | undefined> => ((await left()).length === 0 ? true : undefined);
  await waitFor(look, { what: `nothing of ${runId} to be left`, ...limits }).catch(async (error: unknown) => {
    throw new Error(`${String(error)} Left: ${(await left()).join('; ')}`);
  });
}

describe('kill -9 of the harness while it runs containers', () => {
  const { seed, chosen } = phasesToKillIn();
  for (const phase of chosen) {
    it(`in the phase ${phase} leaves nothing 10 s later, and the engine as it was (seed ${seed})`, async () => {
      const before = await everything();
      const run = await startRun(phases.indexOf(phase) + 200, 'docker');
      await run.phaseBegun(phase);
      if (phase === 'provision') await waitForContainers(run.runId);
      expect((await labelledObjects(await findEngine(), run.runId)).length).to.be.greaterThan(0);
      run.harness.kill('SIGKILL');
      await run.exit();
      await nothingLeft(run.runId);
      expect(await everything()).to.deep.equal(before);
    });
  }
});

async function waitForContainers(runId: string): Promise<void> {
  const engine = await findEngine();
  const look = async (): Promise<true | undefined> =>
    (await labelledObjects(engine, runId)).length > 3 ? true : undefined;
  const limits = { limitMs: 30_000, signal: new AbortController().signal };
  await waitFor(look, { what: 'the first containers of the run', ...limits });
}

describe('Ctrl-C while containers run', () => {
  it('heals, leaves the engine as it was, reports the interruption and exits 130', async () => {
    const before = await everything();
    const run = await startRun(7, 'docker');
    await run.phaseBegun('healing');
    // npm and the terminal send one each.
    run.harness.kill('SIGINT');
    run.harness.kill('SIGINT');
    expect(await run.exit()).to.equal(130);
    await nothingLeft(run.runId);
    expect(await everything()).to.deep.equal(before);
    const report = reportSchema.parse(JSON.parse(readFileSync(join(run.folder, 'report.json'), 'utf8')));
    expect(report.interrupted).to.equal(true);
    expect(report.verdict).not.to.equal('valid');
    expect(readFileSync(join(run.folder, 'journal.ndjson'), 'utf8')).to.match(/"kind":"fault".*"step":"healed"/);
  });
});
