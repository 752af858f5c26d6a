import { expect } from 'chai';
import { withEntries, withRows } from '../../contracts/sample-run/changes.ts';
import { correctRun } from '../../contracts/sample-run/correct-run.ts';
import { call } from '../../contracts/sample-run/journal-builder.ts';
import { unitRecoveries } from './unit-recovery.ts';

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
});
