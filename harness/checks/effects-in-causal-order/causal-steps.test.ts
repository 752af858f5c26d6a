import { expect } from 'chai';
import { type HistoryBuilder, historyBuilder } from '../../contracts/sample-run/history-builder.ts';
import { stepsOf } from './causal-steps.ts';

const begun = (): HistoryBuilder => historyBuilder('order-1', { atMs: 0, type: 'order', args: [] });

/** Adds a completed workflow task; says the ids of its start and its completion. */
function task(builder: HistoryBuilder): { readonly started: string; readonly completed: string } {
  const started = builder.workflowTask(1);
  return { started, completed: String(Number(started) + 1) };
}

function ask(builder: HistoryBuilder, activityId: string, workflowTaskCompletedEventId: string): string {
  const activityType = { name: `type-${activityId}` };
  return builder.add(2, 'ACTIVITY_TASK_SCHEDULED', { activityId, activityType, workflowTaskCompletedEventId });
}

function close(builder: HistoryBuilder, scheduledEventId: string, how = 'COMPLETED'): number {
  const startedEventId = builder.add(3, 'ACTIVITY_TASK_STARTED', { scheduledEventId });
  return Number(builder.add(4, `ACTIVITY_TASK_${how}`, { scheduledEventId, startedEventId }));
}

describe('stepsOf', () => {
  it('says what the workflow knew when it asked: what stood before the start of the workflow task', () => {
    const builder = begun();
    const first = task(builder);
    const closedAt = close(builder, ask(builder, 'a', first.completed));
    const second = task(builder);
    ask(builder, 'b', second.completed);
    const [a, b] = stepsOf(builder.history());
    expect(a).to.include({ activityId: 'a', type: 'type-a', askedAt: Number(first.started), closedAt });
    expect(b).to.include({ activityId: 'b', askedAt: Number(second.started), closedAt: null });
    expect(closedAt).to.be.lessThan(b?.askedAt ?? 0);
  });

  it('orders no two activities that were asked for side by side, though one is closed before the other begins', () => {
    const builder = begun();
    const { completed } = task(builder);
    const closedAt = close(builder, ask(builder, 'a', completed));
    ask(builder, 'b', completed);
    const [, b] = stepsOf(builder.history());
    expect(b?.askedAt).to.be.lessThan(closedAt);
  });

  it('takes an activity that timed out for closed if the workflow waited for it', () => {
    const builder = begun();
    const closedAt = close(builder, ask(builder, 'a', task(builder).completed), 'TIMED_OUT');
    ask(builder, 'b', task(builder).completed);
    expect(stepsOf(builder.history())[0]?.closedAt).to.equal(closedAt);
  });

  it('does not if the workflow had gone on without it: it lost a race', () => {
    const builder = begun();
    const loser = ask(builder, 'a', task(builder).completed);
    const winner = ask(builder, 'b', task(builder).completed);
    close(builder, winner);
    close(builder, loser, 'TIMED_OUT');
    ask(builder, 'c', task(builder).completed);
    expect(stepsOf(builder.history()).map(({ closedAt }) => closedAt === null)).to.deep.equal([true, false, true]);
  });
});
