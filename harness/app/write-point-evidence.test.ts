import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { correctRun } from '../contracts/sample-run/correct-run.ts';
import type { JudgedPoint } from '../exploration/judge/judge-point.ts';
import type { FaultedWorkflow } from '../exploration/strike/point-task.ts';
import { writePointEvidence } from './write-point-evidence.ts';

const judged = { evidence: correctRun(), findings: [] } as unknown as JudgedPoint;
const struckAt = (id: string): FaultedWorkflow =>
  ({ task: { point: { id }, second: null, action: { name: 'crash' } } }) as unknown as FaultedWorkflow;

describe('the folder of the evidence of a point', () => {
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'chaos-points-'))));
  afterEach(() => rm(folder, { recursive: true }));

  it('is a separate, short one inside of the exploration for any label', async () => {
    const labels = ['付款', '退款', '名'.repeat(300), '字'.repeat(300), '../../../out', 'a/b', 'a-b'];
    const places: string[] = [];
    for (const label of labels)
      places.push(
        await writePointEvidence(folder, struckAt(`ingest/approved/save[${label}]/completion/request`), judged),
      );
    expect(new Set(places).size).to.equal(labels.length);
    const names = await readdir(join(folder, 'points'));
    expect(places.toSorted()).to.deep.equal(names.map((name) => join('points', name)).toSorted());
    for (const name of names) expect(Buffer.byteLength(name)).to.be.lessThan(200);
  });
});
