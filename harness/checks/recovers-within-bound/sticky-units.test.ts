import { expect } from 'chai';
import { withEntries, withHistory, withRows } from '../../contracts/sample-run/changes.ts';
import { correctRun } from '../../contracts/sample-run/correct-run.ts';
import { timeAt } from '../../contracts/sample-run/history-builder.ts';
import { call, type Dated } from '../../contracts/sample-run/journal-builder.ts';
import type { Evidence } from '../../model/evidence.ts';
import { recoversWithinBound } from './recovers-within-bound.ts';
import { type UnitRecovery, unitRecoveries } from './unit-recovery.ts';

const run = correctRun();

describe('the units in the sticky queue of a victim', () => {
  it('include workflow tasks that waited in its sticky queue, by the sticky timeout', () => {
    const sticky = { taskQueue: { name: 'sticky-1', kind: 'TASK_QUEUE_KIND_STICKY' } };
    const waiting = withRows(run, 'eventHistories', (rows) =>
      rows.map((row) => {
        const [first] = row.events;
        if (first === undefined || row.workflowId !== 'document-1') return row;
        const eventType = 'EVENT_TYPE_WORKFLOW_TASK_SCHEDULED';
        return {
          ...row,
          events: [
            ...row.events,
            { ...first, eventId: '900', eventType, workflowExecutionStartedEventAttributes: sticky },
          ],
        };
      }),
    );
    const polled = withEntries(
      waiting,
      call('worker-1', 3300, {
        method: 'PollWorkflowTaskQueue',
        taskQueue: 'sticky-1',
        grpcStatus: null,
        outcome: 'cancelled',
      }),
      call('worker-1', 3310, { method: 'RespondWorkflowTaskCompleted', stickyScheduleToStartMs: 1000 }),
    );
    const unit = unitRecoveries(polled).find((one) => one.unit.includes('sticky'));
    expect(unit?.terms.detectionMs).to.equal(1000);
    const shared = withEntries(
      polled,
      call('worker-2', 3300, { method: 'PollWorkflowTaskQueue', taskQueue: 'sticky-1' }),
    );
    expect(unitRecoveries(shared).some((one) => one.unit.includes('sticky'))).to.equal(false);
  });

  it('include workflow tasks that timed out in the sticky queue of a worker that had gone, with that as the cause', () => {
    const [unit] = gone(timedOutAt(4000), ...continuedAt(5050));
    expect(unit).to.deep.include({
      unit: 'workflow task of document-1 (event 901, which timed out in the sticky queue of the victim)',
      state: 'within',
      recoveryTimeMs: 1050,
      boundMs: 3600,
    });
    expect(recoversWithinBound.judge(withEntries(timedOutAt(4000), ...continuedAt(5050))).verdict).to.equal('valid');
    expect(gone(timedOutAt(4000), ...continuedAt(7700))[0]?.state).to.equal('late');
  });

  it('include none that timed out before the victim was struck, or in the queue of another', () => {
    expect(gone(timedOutAt(3000), ...continuedAt(5050))).to.deep.equal([]);
    expect(gone(timedOutAt(4000, 'sticky-2'), ...continuedAt(5050))).to.deep.equal([]);
  });
});

/** The first document with a workflow task that was put into a sticky queue at an instant and timed out there. */
function timedOutAt(atMs: number, name = 'sticky-1'): Evidence {
  const taskQueue = { name, kind: 'TASK_QUEUE_KIND_STICKY' };
  const scheduled = { eventId: '901', eventTime: timeAt(atMs), eventType: 'EVENT_TYPE_WORKFLOW_TASK_SCHEDULED' };
  const over = { eventId: '902', eventTime: timeAt(atMs + 1000), eventType: 'EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT' };
  const timeout = { scheduledEventId: '901', timeoutType: 'TIMEOUT_TYPE_SCHEDULE_TO_START' };
  const history = withHistory(run, 'document-1', (one) => ({
    ...one,
    events: [
      ...one.events.slice(0, -1),
      { ...scheduled, workflowTaskScheduledEventAttributes: { taskQueue } },
      { ...over, workflowTaskTimedOutEventAttributes: timeout },
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

/** The next workflow task of the first document, which worker-2 does. */
function continuedAt(atMs: number): readonly Dated[] {
  const task = { task: 'workflow', workflowId: 'document-1', startedEventId: '904' } as const;
  return [
    call('worker-2', atMs, { ...task, method: 'PollWorkflowTaskQueue' }),
    call('worker-2', atMs + 10, { ...task, method: 'RespondWorkflowTaskCompleted' }),
  ];
}

/** The units that timed out in a sticky queue. */
function gone(evidence: Evidence, ...more: readonly Dated[]): readonly UnitRecovery[] {
  return unitRecoveries(withEntries(evidence, ...more)).filter(({ unit }) => unit.includes('timed out'));
}
