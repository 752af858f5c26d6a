import { expect } from 'chai';
import { withJob, withPlan, withRows } from '../../contracts/sample-run/changes.ts';
import { correctRun } from '../../contracts/sample-run/correct-run.ts';
import type { Evidence, LedgerLine } from '../../model/evidence.ts';
import { judgeChecks } from '../judge.ts';
import { childOf, PARENT, shortHistory, withChildStarted, withHistories } from '../test-support/family.ts';
import { withoutLate } from './without-late.ts';

const LATE = `${PARENT}-2026-11-30T21:44:32Z`;

/** A schedule of the job started one workflow more than was seen, with a child; each had an effect, a row and a checkpoint. */
function lateRun(): Evidence {
  const scheduled = withJob(correctRun(), PARENT, (job) => ({
    ...job,
    workflowType: 'sendReceipt',
    bySchedule: { everyMs: 1000, executions: 2 },
  }));
  const late = shortHistory({ workflowId: LATE, runId: 'late' });
  const child = shortHistory({ workflowId: 'receipt', runId: 'r' }, childOf(LATE, 'late'));
  const run = withChildStarted(withHistories(scheduled, late, child), 'receipt', { parent: 'late' });
  const lines = withRows(run, 'effects', (rows) => [
    ...rows,
    ...rows
      .slice(0, 1)
      .flatMap((line) => [
        ofLate(line, { subject: { bill: `bill/${LATE}` }, activity: null }),
        ofLate(line, { subject: { bill: 'any' }, activity: { workflowId: LATE, activityId: '1', attempt: 1 } }),
        ofLate(line, { activity: { workflowId: 'receipt', activityId: '1', attempt: 1 } }),
      ]),
  ]);
  const table = { table: 'bills', key: LATE, columns: {} };
  return withRows(lines, 'tables', (rows) => [...rows, table]);
}

let sequence = 1000;

function ofLate(line: LedgerLine, change: Partial<LedgerLine>): LedgerLine {
  sequence += 1;
  return { ...line, sequence, idempotencyKey: null, ...change };
}

const rowsOf = (evidence: Evidence) => {
  const { eventHistories, effects, tables } = evidence;
  return [eventHistories, effects, tables].map((book) => (book.state === 'collected' ? book.rows.length : null));
};

describe('withoutLate', () => {
  it('takes a workflow that a schedule started late out of what is judged, with its child and what they left behind', () => {
    expect(rowsOf(withoutLate(lateRun()))).to.deep.equal(rowsOf(correctRun()));
  });

  it('knows an effect of one whose event history was not read, and leaves each job its own', () => {
    const another = (id: string) =>
      withRows(lateRun(), 'effects', (rows) =>
        rows.slice(0, 1).map((line) => ofLate(line, { subject: { bill: id }, activity: null })),
      );
    const left = (evidence: Evidence) => rowsOf(withoutLate(evidence))[1];
    expect(left(another(`bill/${PARENT}-2026-11-30T21:44:33Z`))).to.equal(0);
    expect(left(another(`bill/other-2026-11-30T21:44:33Z`))).to.equal(1);
    const planned = `the-${PARENT}-2026-11-30T21:44:33Z`;
    const beside = withPlan(another(planned), {
      workload: lateRun().plan.workload.flatMap((job) =>
        job.workflowId === PARENT ? [job, { ...job, workflowId: planned }] : [job],
      ),
    });
    expect(left(beside)).to.equal(1);
  });

  it('leaves a run without a schedule, and one without a late workflow, as it is', () => {
    const run = correctRun();
    expect(withoutLate(run)).to.equal(run);
    const other = withHistories(run, shortHistory({ workflowId: LATE, runId: 'late' }));
    expect(withoutLate(other)).to.equal(other);
  });

  it('accuses no workflow of the effects of a late one', () => {
    const { findings } = judgeChecks(lateRun());
    expect(findings.find(({ check }) => check === 'side-effects-once')?.verdict).to.equal('valid');
  });
});
