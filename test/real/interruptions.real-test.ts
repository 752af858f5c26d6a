import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { type Phase, phases } from '../../harness/model/journal-entry.ts';
import { reportSchema } from '../../harness/model/report.ts';
import { waitFor } from '../../harness/wait.ts';
import { phasesToKillIn } from '../catalogue/interruptions.ts';
import { leftoversOf } from './leftovers.ts';
import { startRun } from './start-run.ts';

const GONE_LIMIT_MS = 5000;

async function nothingLeft(runId: string): Promise<void> {
  const look = (): true | undefined => (leftoversOf(runId).length === 0 ? true : undefined);
  const limits = { limitMs: GONE_LIMIT_MS, signal: new AbortController().signal };
  await waitFor(look, { what: `nothing of ${runId} to be left`, ...limits }).catch((error: unknown) => {
    throw new Error(`${String(error)} Left: ${leftoversOf(runId).join('; ')}`);
  });
}

async function killIn(phase: Phase): Promise<void> {
  const run = await startRun(phases.indexOf(phase) + 100);
  await run.phaseBegun(phase);
  if (phase !== 'provision') expect(leftoversOf(run.runId).length, 'something to be undone').to.be.greaterThan(0);
  run.harness.kill('SIGKILL');
  await run.exit();
  await nothingLeft(run.runId);
}

describe('kill -9 of the harness', () => {
  const { seed, chosen } = phasesToKillIn();
  for (const phase of chosen) {
    it(`in the phase ${phase} leaves nothing 5 s later (seed ${seed})`, () => killIn(phase));
  }
});

describe('Ctrl-C', () => {
  it('heals, leaves nothing, reports the interruption and exits 130', async () => {
    const run = await startRun(7);
    await run.phaseBegun('healing');
    // npm and the terminal send one each.
    run.harness.kill('SIGINT');
    run.harness.kill('SIGINT');
    expect(await run.exit()).to.equal(130);
    await nothingLeft(run.runId);
    const report = reportSchema.parse(JSON.parse(readFileSync(join(run.folder, 'report.json'), 'utf8')));
    expect(report.interrupted).to.equal(true);
    expect(report.verdict).not.to.equal('valid');
    const journal = readFileSync(join(run.folder, 'journal.ndjson'), 'utf8');
    expect(journal).to.match(/"kind":"fault".*"step":"healed"/);
  });
});
