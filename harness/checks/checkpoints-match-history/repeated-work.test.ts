import { expect } from 'chai';
import { violationsOf, withHistory, withJob, withRows } from '../../contracts/sample-run/changes.ts';
import { correctRun } from '../../contracts/sample-run/correct-run.ts';
import { type HistoryBuilder, historyBuilder, payloads } from '../../contracts/sample-run/history-builder.ts';
import type { Finding } from '../../model/check.ts';
import type { CheckpointRow, Evidence } from '../../model/evidence.ts';
import type { Work } from '../../model/expectation.ts';
import { digestOf, type Json } from '../../model/json.ts';
import { planSchema } from '../../model/plan.ts';
import { checkpointsMatchHistory } from './checkpoints-match-history.ts';

const workflowId = 'document-1';
const judge = (evidence: Evidence): Finding => checkpointsMatchHistory.judge(evidence);

type Row = Omit<CheckpointRow, 'sequence'>;
type Write = (stage: string, work: readonly Json[]) => void;

/** The correct run, but the first document does other steps, with the rows that it writes meanwhile. */
function runOf(work: Readonly<Record<string, Work>>, steps: (builder: HistoryBuilder, write: Write) => void): Evidence {
  const builder = historyBuilder(workflowId, { atMs: 3050, type: 'ingestDocument', args: [] });
  const rows: Row[] = [];
  steps(builder, (stage, list) => {
    const activityId = builder.activity({ atMs: 4000, type: 'saveCheckpoint', input: stage, result: null });
    rows.push({ workflowId, stage, activityId, attempt: 1, digest: digestOf(list) });
  });
  builder.add(5000, 'WORKFLOW_EXECUTION_COMPLETED', {});
  const checkpoints = Object.entries(work).map(([stage, kind]) => ({ stage, work: kind }));
  const planned = withJob(correctRun(), workflowId, (job) => ({ ...job, expect: { ...job.expect, checkpoints } }));
  const told = withHistory(planned, workflowId, () => builder.history());
  return withRows(told, 'checkpoints', (all) => [
    ...all.filter((row) => row.workflowId !== workflowId),
    ...rows.map((row, index) => ({ ...row, sequence: 100 + index })),
  ]);
}

const charge = (builder: HistoryBuilder, result: Json, how?: 'FAILED'): void =>
  void builder.activity({ atMs: 4000, type: 'charge', input: null, result, ...(how === undefined ? {} : { how }) });
const ofCharge = (which?: 'completed' | number): Work => ({
  kind: 'activity',
  type: 'charge',
  ...(which === undefined ? {} : { which }),
});

describe('checkpoints-match-history: work that is done again', () => {
  it('takes the charge that came through for an activity that is asked for again', () => {
    const secondCard = (which?: 'completed'): Evidence =>
      runOf({ charged: ofCharge(which) }, (builder, write) => {
        charge(builder, null, 'FAILED');
        charge(builder, 'second card');
        write('charged', ['second card']);
      });
    expect(judge(secondCard('completed')).verdict).to.equal('valid');
    expect(violationsOf(judge(secondCard()))).to.deep.equal(['work-undone']);
  });

  it('knows the n-th result of a loop: a batch, its checkpoint, the next batch', () => {
    const pages = (written: readonly number[]): Evidence =>
      runOf({ 'page-1': ofCharge(1), 'page-2': ofCharge(2), 'page-3': ofCharge(3) }, (builder, write) => {
        for (const page of written) {
          charge(builder, { page });
          write(`page-${page}`, [{ page }]);
        }
      });
    expect(judge(pages([1, 2, 3])).verdict).to.equal('valid');
    expect(violationsOf(judge(pages([2, 1, 3])))).to.deep.equal(['too-early', 'other-digest', 'other-digest']);
    const lost = judge(pages([1, 2]));
    expect(violationsOf(lost)).to.deep.equal(['missing']);
  });

  it('is invalid where the n-th result never came', () => {
    const early = runOf({ 'page-2': ofCharge(2) }, (builder, write) => {
      charge(builder, 1);
      write('page-2', [2]);
    });
    expect(violationsOf(judge(early))).to.deep.equal(['work-undone']);
    expect(judge(early).exhibits[0]).to.have.property(
      'detail',
      'Its work (result 2 of activity charge) was never done.',
    );
  });

  it('takes the signal that the plan names of two of one name', () => {
    const twoSignals = (which?: 'first' | 'last' | number): Evidence =>
      runOf(
        { approved: { kind: 'signal', name: 'review', ...(which === undefined ? {} : { which }) } },
        (builder, write) => {
          for (const word of ['too early', 'approved'])
            builder.add(4000, 'WORKFLOW_EXECUTION_SIGNALED', { signalName: 'review', input: payloads([word]) });
          write('approved', ['approved']);
        },
      );
    for (const which of ['last', 2] as const) expect(judge(twoSignals(which)).verdict).to.equal('valid');
    for (const which of [undefined, 'first', 1] as const)
      expect(violationsOf(judge(twoSignals(which)))).to.deep.equal(['other-digest']);
    expect(violationsOf(judge(twoSignals(3)))).to.deep.equal(['work-undone']);
  });

  it('judges no digest of work that is no JSON, and says so', () => {
    const bytes = { payloads: [{ metadata: { encoding: btoa('binary/plain') }, data: btoa('raw') }] };
    const signalled = (order: 'after' | 'before'): Evidence =>
      runOf({ approved: { kind: 'signal', name: 'review' } }, (builder, write) => {
        if (order === 'before') write('approved', []);
        builder.add(4000, 'WORKFLOW_EXECUTION_SIGNALED', { signalName: 'review', input: bytes });
        if (order === 'after') write('approved', []);
      });
    const finding = judge(signalled('after'));
    expect(finding.verdict).to.equal('valid');
    expect(finding.summary).to.contain('1 digest of work that is no JSON, or has integers beyond 2^53, not judged');
    expect(finding.exhibits[0]).to.include({ stage: 'approved', notJudged: 'digest' });
    expect(violationsOf(judge(signalled('before')))).to.deep.equal(['too-early']);
  });

  it('judges no digest of work with an integer that languages write in different ways', () => {
    const big = {
      payloads: [{ metadata: { encoding: btoa('json/plain') }, data: btoa('{"cents":9007199254740993}') }],
    };
    const finding = judge(
      runOf({ approved: { kind: 'signal', name: 'review' } }, (builder, write) => {
        builder.add(4000, 'WORKFLOW_EXECUTION_SIGNALED', { signalName: 'review', input: big });
        write('approved', []);
      }),
    );
    expect(finding.verdict).to.equal('valid');
    expect(finding.exhibits[0]).to.include({ stage: 'approved', notJudged: 'digest' });
  });

  it('lets a plan say which, and refuses what means nothing', () => {
    const planned = (work: unknown): boolean => {
      const { plan } = correctRun();
      const [job, ...jobs] = plan.workload;
      const expected = { ...job?.expect, checkpoints: [{ stage: 'page-2', work }] };
      return planSchema.safeParse({ ...plan, workload: [{ ...job, expect: expected }, ...jobs] }).success;
    };
    expect(planned({ kind: 'activity', type: 'charge', which: 2 })).to.equal(true);
    expect(planned({ kind: 'activity', type: 'charge', which: 0 })).to.equal(false);
    expect(planned({ kind: 'signal', name: 'review', which: 'completed' })).to.equal(false);
    expect(planned({ kind: 'timer', which: 1 })).to.equal(false);
  });
});
