import { expect } from 'chai';
import { withJob, withJournal } from '../../contracts/sample-run/changes.ts';
import { correctRun } from '../../contracts/sample-run/correct-run.ts';
import type { Evidence } from '../../model/evidence.ts';
import { shortHistory, withHistories } from '../test-support/family.ts';
import { statesOf } from '../test-support/late-rescue.ts';
import { recoversWithinBound } from './recovers-within-bound.ts';

const before = { workflowId: 'document-1', runId: 'before', type: 'ingestDocument', atMs: 3000 } as const;

/**
 * The correct run, but no worker got the extraction again that the victim held, which was of an earlier run.
 *
 * @param hasSameId - whether workers have one of the same id in the run that follows
 */
function heldInRunBefore(end: 'CONTINUED_AS_NEW' | 'none', hasSameId = false): Evidence {
  // The plan of the correct run expects every activity to be closed.
  const unasked = withJob(correctRun(), 'document-1', (job) => {
    const { closed: _, ...rest } = job.expect;
    return { ...job, expect: rest };
  });
  const lost = withJournal(unasked, (entry) => {
    if (entry.kind !== 'call' || entry.activityId !== '2') return entry;
    if (entry.component === 'worker-1') return { ...entry, runId: 'before' };
    return hasSameId ? { ...entry, runId: 'run-of-document-1' } : null;
  });
  const run = shortHistory(before, {}, (builder) => {
    builder.activity({ atMs: 3100, type: 'saveCheckpoint', input: null, result: null });
    const activityId = '2';
    builder.add(3200, 'ACTIVITY_TASK_SCHEDULED', { activityId, activityType: { name: 'extractPages' } });
    if (end !== 'none') builder.add(5000, `WORKFLOW_EXECUTION_${end}`, { newExecutionRunId: 'run-of-document-1' });
  });
  const joined = withHistories(lost, run);
  const rows = joined.eventHistories.state === 'collected' ? joined.eventHistories.rows : [];
  const linked = rows.map((row) => (row.runId === 'run-of-document-1' ? follows(row) : row));
  return { ...joined, eventHistories: { state: 'collected', rows: linked } };
}

function follows(row: ReturnType<typeof shortHistory>): ReturnType<typeof shortHistory> {
  const [first, ...rest] = row.events;
  if (first === undefined) return row;
  const started = { workflowExecutionStartedEventAttributes: { continuedExecutionRunId: 'before' } };
  return { ...row, events: [{ ...first, ...started }, ...rest] };
}

describe('recovers-within-bound: a chain of runs', () => {
  it('needs no activity of a run that went on without it, though the next run has one of that id', () => {
    const finding = recoversWithinBound.judge(heldInRunBefore('CONTINUED_AS_NEW'));
    expect(statesOf(finding)).to.include('not-needed');
    expect(finding.verdict).to.equal('valid');
  });

  it('takes the activity of that id in the next run for no recovery of it', () => {
    const again = statesOf(recoversWithinBound.judge(heldInRunBefore('CONTINUED_AS_NEW', true)));
    expect(again).to.include('not-needed');
  });

  it('misses the activity of a run that never ended', () => {
    const states = statesOf(recoversWithinBound.judge(heldInRunBefore('none')));
    expect(states).to.include('waiting').and.not.include('not-needed');
  });
});
