import { expect } from 'chai';
import { withEntries, withPlan, withRows } from '../contracts/sample-run/changes.ts';
import { correctRun } from '../contracts/sample-run/correct-run.ts';
import { call } from '../contracts/sample-run/journal-builder.ts';
import type { EventHistory } from '../model/event-history.ts';
import type { Evidence } from '../model/evidence.ts';
import { checkNames } from './index.ts';
import { judgeChecks } from './judge.ts';
import { PARENT, withEventBeforeLast } from './test-support/family.ts';

const run = withPlan(correctRun(), { checks: [...checkNames] });

/** The run in which the first document has one more event before its end; its replays are of all events. */
function withOneEvent(evidence: Evidence, type: string): Evidence {
  const event = { eventType: `EVENT_TYPE_${type}`, someEventAttributes: { protocolInstanceId: 'update-1' } };
  const added = (row: EventHistory): EventHistory => ({ ...row, events: withEventBeforeLast(row, event) });
  const changed = withRows(evidence, 'eventHistories', (rows) =>
    rows.map((row) => (row.workflowId === PARENT ? added(row) : row)),
  );
  return withRows(changed, 'replays', (rows) =>
    rows.map((row) => (row.workflowId === PARENT && row.full ? { ...row, events: row.events + 1 } : row)),
  );
}

describe('an update', () => {
  it('is no finding of any check', () => {
    expect(judgeChecks(run).verdict).to.equal('valid');
    const accepted = withOneEvent(run, 'WORKFLOW_EXECUTION_UPDATE_ACCEPTED');
    expect(judgeChecks(withOneEvent(accepted, 'WORKFLOW_EXECUTION_UPDATE_COMPLETED')).verdict).to.equal('valid');
  });

  it('is no finding if it was rejected: its workflow task was dispatched and answered, and left no event', () => {
    const task = { task: 'workflow', workflowId: PARENT, startedEventId: '4711' } as const;
    const rejected = withEntries(
      run,
      call('worker-2', 6640, { ...task, method: 'PollWorkflowTaskQueue' }),
      call('worker-2', 6650, { ...task, method: 'RespondWorkflowTaskCompleted' }),
    );
    expect(judgeChecks(rejected).verdict).to.equal('valid');
    // The victim held it, and the workflow came on again by another task.
    const struck = withEntries(run, call('worker-1', 3400, { ...task, method: 'PollWorkflowTaskQueue' }));
    expect(judgeChecks(struck).verdict).to.equal('valid');
  });
});
