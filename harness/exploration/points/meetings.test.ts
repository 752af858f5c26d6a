import { expect } from 'chai';
import { type HistoryBuilder, historyBuilder } from '../../contracts/sample-run/history-builder.ts';
import type { EventHistory } from '../../model/event-history.ts';
import { activityPlace, taskPlace } from '../test-support/boundaries.ts';
import { meetingsOf } from './meetings.ts';

const activity = { type: 'charge', input: null, result: null };

/** A reference with what comes between its first two workflow tasks, and after them. */
function referenceWith(between: (builder: HistoryBuilder) => unknown, start = {}): readonly EventHistory[] {
  const builder = historyBuilder('w', { atMs: 0, type: 'pay', args: [] });
  builder.workflowTask(10);
  between(builder);
  builder.workflowTask(100);
  const { events, ...history } = builder.history();
  const [started, ...rest] = events as [EventHistory['events'][number], ...EventHistory['events'][number][]];
  const attributes = { ...(started['workflowExecutionStartedEventAttributes'] as object), ...start };
  return [{ ...history, events: [{ ...started, workflowExecutionStartedEventAttributes: attributes }, ...rest] }];
}

const quiet = referenceWith((builder) => builder.activity({ ...activity, atMs: 20 }));
const places = [
  taskPlace(1, 'handed-out'),
  taskPlace(1, 'completion', 'request'),
  taskPlace(1, 'completion'),
  activityPlace('1', 'completion', { side: 'request' }),
  taskPlace(2, 'completion', 'request'),
];

function numbersOf(references: readonly (readonly EventHistory[])[], reached = references.length): readonly unknown[] {
  const points = places.map((place, order) => ({ place, order, atMs: 10 * order, references: reached }));
  const runs = references.map((one) => ({ runs: one }));
  return meetingsOf(points, runs).map(({ order, atMs, holdMs }) => [order, atMs, holdMs]);
}

describe('meetingsOf', () => {
  it('are the reports of workflow tasks beside which nothing runs, for half of the timeout of the task', () => {
    expect(numbersOf([quiet, quiet])).to.deep.equal([
      [1, 10, 1000],
      [4, 40, 1000],
    ]);
  });

  it('are not where an activity, a timer, a child or an update is under way in any reference', () => {
    const scheduled = (builder: HistoryBuilder): unknown => builder.add(20, 'ACTIVITY_TASK_SCHEDULED', {});
    const timer = (builder: HistoryBuilder): unknown => builder.add(20, 'TIMER_STARTED', { timerId: '1' });
    const child = (builder: HistoryBuilder): unknown => {
      const initiatedEventId = builder.add(20, 'START_CHILD_WORKFLOW_EXECUTION_INITIATED', {});
      return builder.add(30, 'CHILD_WORKFLOW_EXECUTION_COMPLETED', { initiatedEventId });
    };
    const update = (builder: HistoryBuilder): unknown => builder.add(20, 'WORKFLOW_EXECUTION_UPDATE_ACCEPTED', {});
    for (const between of [scheduled, timer, child, update])
      expect(numbersOf([quiet, referenceWith(between)])).to.deep.equal([[1, 10, 1000]]);
  });

  it('are again where a timer has fired', () => {
    const fired = (builder: HistoryBuilder): unknown =>
      builder.add(30, 'TIMER_FIRED', { startedEventId: builder.add(20, 'TIMER_STARTED', { timerId: '1' }) });
    expect(numbersOf([referenceWith(fired)])).to.have.length(2);
  });

  it('are not while an activity ends that the workflow task knew nothing of yet', () => {
    const late = historyBuilder('w', { atMs: 0, type: 'pay', args: [] });
    late.workflowTask(10);
    const scheduledEventId = late.add(20, 'ACTIVITY_TASK_SCHEDULED', {});
    late.workflowTask(100);
    late.add(100, 'ACTIVITY_TASK_COMPLETED', { scheduledEventId });
    expect(numbersOf([[late.history()]])).to.deep.equal([[1, 10, 1000]]);
  });

  it('are nowhere in a run that must end by a certain time, nor at a place that a reference never reached', () => {
    const limited = referenceWith(() => undefined, { workflowRunTimeout: '60s' });
    expect(numbersOf([limited])).to.deep.equal([]);
    expect(numbersOf([referenceWith(() => undefined, { workflowRunTimeout: '0s' })])).to.have.length(2);
    expect(numbersOf([quiet, quiet], 1)).to.deep.equal([]);
  });
});
