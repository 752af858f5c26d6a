import { expect } from 'chai';
import type { EventHistory, HistoryEvent } from '../../harness/model/event-history.ts';
import { firstTaskOf } from './first-task.ts';

function historyOf(
  ...events: readonly (readonly [type: string, second: string, startedEventId?: string])[]
): EventHistory {
  const made = events.map(([type, second, startedEventId], index): HistoryEvent => {
    const attributes = startedEventId === undefined ? {} : { startedEventId };
    const eventTime = `2026-01-01T00:00:${second}Z`;
    return { eventId: String(index + 1), eventTime, eventType: `EVENT_TYPE_${type}`, anyEventAttributes: attributes };
  });
  return { workflowId: 'greeting-01', runId: 'run', events: made };
}

describe('firstTaskOf', () => {
  it('counts from the start of the workflow to the start of its first task', () => {
    const history = historyOf(
      ['WORKFLOW_EXECUTION_STARTED', '01.999500'],
      ['WORKFLOW_TASK_SCHEDULED', '01.999600'],
      ['WORKFLOW_TASK_STARTED', '02.0125'],
      ['WORKFLOW_TASK_COMPLETED', '02.5', '3'],
      ['WORKFLOW_TASK_STARTED', '03'],
      ['WORKFLOW_TASK_COMPLETED', '03.5', '5'],
    );
    const { handedOutMs, answeredMs, lost } = firstTaskOf(history);
    expect(handedOutMs).to.be.closeTo(13, 0.001);
    expect(answeredMs).to.equal(handedOutMs);
    expect(lost).to.equal(false);
  });

  it('tells a task that was handed to a dead worker from the one that was answered', () => {
    const history = historyOf(
      ['WORKFLOW_EXECUTION_STARTED', '01'],
      ['WORKFLOW_TASK_SCHEDULED', '01'],
      ['WORKFLOW_TASK_STARTED', '01.010'],
      ['WORKFLOW_TASK_TIMED_OUT', '03.010', '3'],
      ['WORKFLOW_TASK_SCHEDULED', '03.010'],
      ['WORKFLOW_TASK_STARTED', '03.020'],
      ['WORKFLOW_TASK_COMPLETED', '03.030', '6'],
    );
    const { handedOutMs, answeredMs, lost } = firstTaskOf(history);
    expect(handedOutMs).to.be.closeTo(10, 0.001);
    expect(answeredMs).to.be.closeTo(2020, 0.001);
    expect(lost).to.equal(true);
  });

  it('has no figure for a workflow whose tasks nobody answered', () => {
    const history = historyOf(['WORKFLOW_EXECUTION_STARTED', '01'], ['WORKFLOW_TASK_STARTED', '02']);
    expect(() => firstTaskOf(history)).to.throw('greeting-01');
  });

  it('refuses a time that it cannot read', () => {
    const history = historyOf(
      ['WORKFLOW_EXECUTION_STARTED', 'now'],
      ['WORKFLOW_TASK_STARTED', '02'],
      ['WORKFLOW_TASK_COMPLETED', '03', '2'],
    );
    expect(() => firstTaskOf(history)).to.throw('now');
  });
});
