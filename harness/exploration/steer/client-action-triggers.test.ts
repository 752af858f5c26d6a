import { expect } from 'chai';
import { historyBuilder } from '../../contracts/sample-run/history-builder.ts';
import { HarnessError } from '../../errors.ts';
import type { Boundary, Place } from '../../model/crash-point.ts';
import type { EventHistory } from '../../model/event-history.ts';
import type { ClientAction } from '../../model/plan.ts';
import { activityPlace, boundaryAt, taskPlace } from '../test-support/boundaries.ts';
import { job } from '../test-support/struck.ts';
import { type DueAction, dueActions } from './client-action-triggers.ts';

function dueAt(after: ClientAction['after'], ...later: readonly EventHistory[]): readonly DueAction[] {
  return dueAmong([], after, ...later);
}

/** Beside what the relays saw of the workflow. */
function dueAmong(
  boundaries: readonly Boundary[],
  after: ClientAction['after'],
  ...later: readonly EventHistory[]
): readonly DueAction[] {
  const builder = historyBuilder('w', { atMs: 0, type: 'ingest', args: [] });
  builder.workflowTask(10);
  builder.activity({ atMs: 20, type: 'work', input: null, result: null });
  builder.workflowTask(30);
  const workflowTaskCompletedEventId = String(builder.history().events.length);
  builder.add(40, 'TIMER_STARTED', { timerId: '1', workflowTaskCompletedEventId });
  builder.add(50, 'TIMER_FIRED', { timerId: '1' });
  const runs = [builder.history(), ...later];
  return dueActions({ ...job, actions: [{ kind: 'cancel', name: '', args: [], after }] }, runs, boundaries);
}

const event = (eventType: string, nth = 1) => ({ kind: 'event', eventType, nth }) as const;
const isDue = (due: readonly DueAction[], place: Place): boolean | undefined => due[0]?.at?.(boundaryAt(place));

describe('dueActions', () => {
  it('is at once what waits for the start', () => {
    expect(dueAt({ kind: 'started' })).to.deep.equal([{ index: 0, at: null }]);
  });

  it('is in the first run of a chain that has such an event', () => {
    const next = historyBuilder('w', { atMs: 100, type: 'ingest', args: [] });
    next.workflowTask(110);
    const workflowTaskCompletedEventId = String(next.history().events.length);
    next.add(120, 'MARKER_RECORDED', { workflowTaskCompletedEventId });
    const due = dueAt(event('MARKER_RECORDED'), next.history());
    expect(isDue(due, taskPlace(1, 'completion'))).to.equal(false);
    expect(isDue(due, { ...taskPlace(1, 'completion'), execution: 'run 2' })).to.equal(true);
    expect(isDue(dueAt(event('TIMER_STARTED'), next.history()), taskPlace(2, 'completion'))).to.equal(true);
  });

  it('is at the record of the workflow task that brings an event about, and at no other boundary', () => {
    const due = dueAt(event('TIMER_STARTED'));
    expect(isDue(due, taskPlace(2, 'completion'))).to.equal(true);
    for (const place of [
      taskPlace(1, 'completion'),
      taskPlace(2, 'completion', 'request'),
      taskPlace(2, 'handed-out'),
    ]) {
      expect(isDue(due, place)).to.equal(false);
    }
  });

  it('counts a workflow task that the server discarded, as the relays do', () => {
    const discarded = { ...boundaryAt(taskPlace(2, 'completion')), discarded: true as const };
    const due = dueAmong([discarded], event('TIMER_STARTED'));
    const [second, third] = [2, 3].map((number) => isDue(due, taskPlace(number, 'completion')));
    expect([second, third]).to.deep.equal([false, true]);
  });

  it('is at the record of the workflow task that answers an update, which its event does not name', () => {
    const next = historyBuilder('w', { atMs: 100, type: 'ingest', args: [] });
    next.workflowTask(110);
    next.add(120, 'WORKFLOW_EXECUTION_UPDATE_ACCEPTED', { protocolInstanceId: 'update-1' });
    next.workflowTask(130);
    next.add(140, 'WORKFLOW_EXECUTION_UPDATE_COMPLETED', { acceptedEventId: '5' });
    const run = { execution: 'run 2' };
    for (const [of, number] of [
      ['ACCEPTED', 1],
      ['COMPLETED', 2],
    ] as const) {
      const due = dueAt(event(`WORKFLOW_EXECUTION_UPDATE_${of}`), next.history());
      for (const one of [1, 2])
        expect(isDue(due, { ...taskPlace(one, 'completion'), ...run }), of).to.equal(one === number);
    }
  });

  it('is at the record of an activity, for every attempt that brings it', () => {
    const due = dueAt(event('ACTIVITY_TASK_COMPLETED'));
    expect(isDue(due, activityPlace('1', 'completion', { attempt: 3 }))).to.equal(true);
    expect(isDue(due, activityPlace('2', 'completion'))).to.equal(false);
    expect(isDue(due, activityPlace('1', 'completion', { side: 'request' }))).to.equal(false);
  });

  it('is at the record of a workflow task that brings no event about', () => {
    const due = dueAt(event('WORKFLOW_TASK_COMPLETED', 2));
    expect(isDue(due, taskPlace(2, 'completion'))).to.equal(true);
    expect(isDue(due, taskPlace(1, 'completion'))).to.equal(false);
  });

  it('is at no boundary what comes once the workflow has ended', () => {
    expect(dueAt({ kind: 'ended' })).to.deep.equal([]);
  });

  it('refuses what no report of a worker brings about, or what never came', () => {
    expect(() => dueAt({ kind: 'checkpoint', stage: 's' })).to.throw(HarnessError, 'one waits for a checkpoint');
    expect(() => dueAt(event('TIMER_STARTED', 2))).to.throw(HarnessError, 'TIMER_STARTED no. 2, which never came');
    expect(() => dueAt(event('TIMER_FIRED'))).to.throw(HarnessError, 'one waits for TIMER_FIRED no. 1');
  });
});
