import { expect } from 'chai';
import { withEntries, withHistory } from '../../contracts/sample-run/changes.ts';
import { correctRun } from '../../contracts/sample-run/correct-run.ts';
import { timeAt } from '../../contracts/sample-run/history-builder.ts';
import { call } from '../../contracts/sample-run/journal-builder.ts';
import type { Evidence } from '../../model/evidence.ts';
import { recoversWithinBound } from './recovers-within-bound.ts';
import { stickyDelays } from './sticky-delays.ts';

const run = correctRun();

describe('recovers-within-bound: sticky queues of workers that have gone', () => {
  it('shows the pause with its cause, and accuses no one of it', () => {
    expect(stickyDelays(timedOutAt(4000))).to.deep.equal([
      {
        unit: 'workflow task of document-1 (event 901)',
        workflowId: 'document-1',
        faultId: 'kill',
        state: 'delayed',
        delayMs: 1000,
        recoveryTimeMs: 1200,
        remark: 'It timed out in the sticky queue of worker-1, which had gone.',
      },
    ]);
    const finding = recoversWithinBound.judge(timedOutAt(4000));
    expect(finding.verdict).to.equal('valid');
    expect(finding.summary).to.contain('1 workflow task first timed out in the sticky queue');
    expect(finding.exhibits.at(-1)).to.include({ state: 'delayed' });
  });

  it('shows none that timed out before the victim was struck, or in the queue of another', () => {
    expect(stickyDelays(timedOutAt(3000))).to.deep.equal([]);
    expect(stickyDelays(timedOutAt(4000, 'sticky-2'))).to.deep.equal([]);
    expect(recoversWithinBound.judge(run).summary).not.to.contain('sticky');
  });
});

/** The first document with a workflow task that was put into a sticky queue at an instant and timed out there. */
function timedOutAt(atMs: number, name = 'sticky-1'): Evidence {
  const taskQueue = { name, kind: 'TASK_QUEUE_KIND_STICKY' };
  const scheduled = { eventId: '901', eventTime: timeAt(atMs), eventType: 'EVENT_TYPE_WORKFLOW_TASK_SCHEDULED' };
  const over = { eventId: '902', eventTime: timeAt(atMs + 1000), eventType: 'EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT' };
  const taken = { eventId: '904', eventTime: timeAt(atMs + 1200), eventType: 'EVENT_TYPE_WORKFLOW_TASK_STARTED' };
  const timeout = { scheduledEventId: '901', timeoutType: 'TIMEOUT_TYPE_SCHEDULE_TO_START' };
  const history = withHistory(run, 'document-1', (one) => ({
    ...one,
    events: [
      ...one.events.slice(0, -1),
      { ...scheduled, workflowTaskScheduledEventAttributes: { taskQueue } },
      { ...over, workflowTaskTimedOutEventAttributes: timeout },
      taken,
      ...one.events.slice(-1),
    ],
  }));
  const poll = {
    method: 'PollWorkflowTaskQueue',
    taskQueue: 'sticky-1',
    grpcStatus: null,
    outcome: 'cancelled',
  } as const;
  const told = { method: 'RespondWorkflowTaskCompleted', stickyScheduleToStartMs: 1000 };
  return withEntries(history, call('worker-1', 3300, poll), call('worker-1', 3310, told));
}
