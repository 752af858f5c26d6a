import { expect } from 'chai';
import { withEntries, withHistory, withoutFault } from '../../contracts/sample-run/changes.ts';
import { correctRun } from '../../contracts/sample-run/correct-run.ts';
import { call, extraction } from '../../contracts/sample-run/journal-builder.ts';
import { eventTypeOf, textAttribute } from '../../model/event-history.ts';
import type { Evidence } from '../../model/evidence.ts';
import { valueAt } from '../../model/json.ts';
import { eventHistoryWellFormed } from '../event-history-well-formed/event-history-well-formed.ts';
import { everyWorkflowCompletes } from '../every-workflow-completes/every-workflow-completes.ts';

/** The run in which the first document never gets past its extraction. */
const stuck = withHistory(correctRun(), 'document-1', (history) => {
  const { events } = history;
  const scheduled = events.findIndex(
    (event) => eventTypeOf(event) === 'ACTIVITY_TASK_SCHEDULED' && textAttribute(event, 'activityId') === '2',
  );
  return { ...history, events: events.slice(0, scheduled + 1) };
});
const attempt = { ...extraction, attempt: 7 };
const dispatched = call('worker-2', 7700, { method: 'PollActivityTaskQueue', ...attempt });
const failed = (failure: { readonly type: string | null; readonly message: string } | null): Evidence =>
  withEntries(
    stuck,
    dispatched,
    call('worker-2', 7710, {
      method: 'RespondActivityTaskFailed',
      ...attempt,
      ...(failure === null ? {} : { failure }),
    }),
  );
const said = (evidence: Evidence): string => everyWorkflowCompletes.judge(evidence).summary;

describe('an activity that was never closed', () => {
  it('is told with the failure of its last attempt, and so is the workflow that stands still for it', () => {
    const evidence = failed({ type: 'TypeError', message: 'fetch failed' });
    const why = 'attempt 7 failed: TypeError, fetch failed';
    expect(said(evidence)).to.include(`extractPages (activity 2) is open: ${why}`);
    const details = eventHistoryWellFormed.judge(evidence).exhibits.map((one) => valueAt(one, 'detail'));
    expect(details).to.include(`Activity 2 (extractPages) was never closed: ${why}.`);
  });

  it('is told without a reason where the journal has none, as older ones', () => {
    expect(said(failed(null))).to.include('is open: attempt 7 failed');
  });

  it('is told with the attempt that no worker answered', () => {
    expect(said(withEntries(stuck, dispatched))).to.include(
      'is open: attempt 7 was dispatched to worker-2 and not answered',
    );
  });

  it('makes the question whether it is stuck without a fault too, unless there was none', () => {
    const advice = 'See with --no-fault whether it stands still without the fault, too.';
    expect(said(failed(null))).to.include(advice);
    expect(said(withoutFault(failed(null)))).not.to.include(advice);
  });
});
