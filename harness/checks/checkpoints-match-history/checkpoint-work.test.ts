import { expect } from 'chai';
import {
  violationsOf,
  withAttributes,
  withCheckpoint,
  withEvents,
  withHistory,
  withoutEvents,
} from '../../contracts/sample-run/changes.ts';
import { correctRun } from '../../contracts/sample-run/correct-run.ts';
import { payloads } from '../../contracts/sample-run/history-builder.ts';
import { isCompletion, renamed, scheduleOf } from '../../contracts/sample-run/history-events.ts';
import type { Finding } from '../../model/check.ts';
import type { EventHistory, HistoryEvent } from '../../model/event-history.ts';
import type { Evidence } from '../../model/evidence.ts';
import { checkpointsMatchHistory } from './checkpoints-match-history.ts';

const run = correctRun();
const judge = (evidence: Evidence): Finding => checkpointsMatchHistory.judge(evidence);

describe('checkpoints-match-history: the work that a row stands for', () => {
  it('is invalid where a digest is not that of the work: activity, input or signal', () => {
    for (const stage of ['received', 'extracted', 'approved']) {
      const other = withCheckpoint(run, { workflowId: 'document-1', stage }, { digest: 'd' });
      expect(violationsOf(judge(other)), stage).to.deep.equal(['other-digest']);
    }
  });

  it('does not judge the digest of a timer', () => {
    const other = withCheckpoint(run, { workflowId: 'document-2', stage: 'timed-out' }, { digest: 'anything' });
    expect(judge(other).verdict).to.equal('valid');
  });

  it('is invalid where one of the activities that a row stands for completed later', () => {
    const finding = judge(
      withHistory(run, 'document-1', (history) => ({
        ...history,
        events: [...history.events, ...secondBatch(history)],
      })),
    );
    expect(violationsOf(finding)).to.deep.equal(['too-early', 'other-digest']);
  });

  it('is invalid where the work was never done: activity failed, no signal, no timer', () => {
    const failed = withEvents(run, 'document-1', (event) =>
      isCompletion(event, '2') ? renamed(event, 'ACTIVITY_TASK_FAILED') : event,
    );
    expect(violationsOf(judge(failed))).to.deep.equal(['work-undone']);
    const unsigned = withoutEvents(run, 'document-1', 'WORKFLOW_EXECUTION_SIGNALED');
    expect(violationsOf(judge(unsigned))).to.deep.equal(['work-undone']);
    const unfired = withoutEvents(run, 'document-2', 'TIMER_FIRED');
    expect(violationsOf(judge(unfired))).to.deep.equal(['work-undone']);
  });
});

/** One more batch, embedded after the checkpoint that says all of them are. */
function secondBatch(history: EventHistory): HistoryEvent[] {
  const scheduled = scheduleOf(history, '4');
  const eventTime = scheduled.eventTime;
  return [
    { ...withAttributes(scheduled, { activityId: '50' }), eventId: '500' },
    {
      eventId: '501',
      eventTime,
      eventType: 'EVENT_TYPE_ACTIVITY_TASK_COMPLETED',
      activityTaskCompletedEventAttributes: { scheduledEventId: '500', result: payloads([{ batch: 2 }]) },
    },
  ];
}
