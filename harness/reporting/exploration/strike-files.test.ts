import { mkdtemp, readdir, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { approvedSteps, samplePoints } from '../../../test/samples/sample-crash-points.ts';
import { correctRun } from '../../contracts/sample-run/correct-run.ts';
import type { RecordedStrike } from '../../model/recorded-strike.ts';
import { readShared, readStrike, writeStrike } from './strike-files.ts';

function strike(workflowId: string): RecordedStrike {
  const { plan, eventHistories, replays, checkpoints, effects, tables } = correctRun();
  const [job] = plan.workload;
  const [point] = samplePoints('approved', approvedSteps);
  if (job === undefined || point === undefined) throw new TypeError('Expected a job and a point.');
  return {
    schema: 'durable-chaos/strike@1',
    case: 'approved',
    action: 'crash',
    faultId: 'crash-1',
    front: 1,
    crowd: 9,
    tries: 1,
    strikes: [{ point, arrival: null, strikeMs: 1, struck: null }],
    job: { ...job, workflowId },
    startedMs: 0,
    ended: true,
    endedMs: 2,
    books: { eventHistories, replays, checkpoints, effects, tables },
  };
}

describe('the files of the evidence of strikes', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'strike-files-'));
  });

  afterEach(async () => rm(folder, { recursive: true }));

  it('give back what was written, by workflow, also for ids that are no names of files', async () => {
    for (const id of ['a/b', 'a-b', `${'x'.repeat(300)}/..`]) await writeStrike(folder, strike(id));
    const read = await readStrike(folder, 'a/b');
    expect(typeof read === 'string' ? read : read.job.workflowId).to.equal('a/b');
    expect(await readdir(join(folder, 'evidence'))).to.have.length(3);
  });

  it('say why they cannot be used', async () => {
    expect(await readStrike(folder, 'a')).to.equal('Its evidence is not in the folder.');
    expect(await readShared(folder)).to.equal('Its evidence is not in the folder.');
    await writeStrike(folder, strike('a'));
    const [file = ''] = await readdir(join(folder, 'evidence'));
    await truncate(join(folder, 'evidence', file), 100);
    expect(await readStrike(folder, 'a')).to.equal('Its evidence is not whole.');
  });
});
