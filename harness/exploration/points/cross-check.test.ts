import { expect } from 'chai';
import { withAttributes } from '../../contracts/sample-run/changes.ts';
import { historyBuilder } from '../../contracts/sample-run/history-builder.ts';
import type { Place } from '../../model/crash-point.ts';
import { attributesOf, type EventHistory, eventTypeOf, type HistoryEvent } from '../../model/event-history.ts';
import { activityPlace, boundaryAt, taskPlace } from '../test-support/boundaries.ts';
import { completedElsewhere, crossCheck } from './cross-check.ts';

const all: readonly Place[] = [
  taskPlace(1, 'handed-out'),
  taskPlace(1, 'completion', 'request'),
  taskPlace(1, 'completion'),
  activityPlace('1', 'handed-out', { attempt: 2 }),
  activityPlace('1', 'completion', { attempt: 2, side: 'request' }),
  activityPlace('1', 'completion', { attempt: 2 }),
];

function history(): EventHistory {
  const builder = historyBuilder('w', { atMs: 0, type: 'ingest', args: [] });
  builder.workflowTask(10);
  builder.activity({ atMs: 20, type: 'work', input: null, result: null, attempt: 2 });
  return builder.history();
}

/** The event, if it is one of an activity, with who brought it about. */
function signed(event: HistoryEvent, completer: string): HistoryEvent {
  const by = { ACTIVITY_TASK_STARTED: 'the-worker', ACTIVITY_TASK_COMPLETED: completer }[eventTypeOf(event)];
  const field = Object.keys(event).find((key) => key.endsWith('EventAttributes'));
  return by === undefined || field === undefined
    ? event
    : { ...event, [field]: { ...attributesOf(event), identity: by } };
}

function gapsOf(places: readonly Place[]): readonly string[] {
  return crossCheck(
    [history()],
    places.map((place) => boundaryAt(place)),
  );
}

describe('crossCheck', () => {
  it('finds nothing where the relays saw what the event history has', () => {
    expect(gapsOf(all)).to.deep.equal([]);
  });

  it('misses each of the boundaries of what was completed', () => {
    for (const place of all) {
      const gaps = gapsOf(all.filter((one) => one !== place));
      expect(gaps).to.have.length(1);
      const what = place.task === 'workflow' ? 'workflow task 1' : 'activity 1';
      expect(gaps[0]).to.include(
        `a completed ${what}, but the relays did not see its ${place.exchange} (${place.side})`,
      );
    }
  });

  it('takes a completion by another process for no gap, and names its type', () => {
    const [dispatched] = [all[3]].flatMap((place) => place ?? []);
    const told = (by: string) => {
      const events = history().events.map((event) => (by === '' ? event : signed(event, by)));
      const seen = [...all.slice(0, 3), ...(dispatched === undefined ? [] : [dispatched])].map((place) =>
        boundaryAt(place),
      );
      const of = { ...history(), events };
      return { gaps: crossCheck([of], seen).length, elsewhere: completedElsewhere([of], seen) };
    };
    expect(told('the-webhook')).to.deep.equal({ gaps: 0, elsewhere: ['work'] });
    expect(told('the-worker'), 'by its worker, past the relays').to.deep.equal({ gaps: 2, elsewhere: [] });
    expect(told(''), 'not told by the event history').to.deep.equal({ gaps: 2, elsewhere: [] });
    const webhook = { ...history(), events: history().events.map((event) => signed(event, 'the-webhook')) };
    expect(
      completedElsewhere(
        [webhook],
        all.map((place) => boundaryAt(place)),
      ),
      'by way of a relay',
    ).to.deep.equal([]);
  });

  describe('of a workflow that goes on in several runs', () => {
    const runs = ['first', 'second'].map((runId) => ({ ...history(), runId }));
    const seen = runs.flatMap(({ runId }, index) =>
      all.map((place) => ({
        ...boundaryAt(index === 0 ? place : { ...place, execution: 'run 2' }),
        runId,
      })),
    );

    it('holds each run against the boundaries of that run', () => {
      expect(crossCheck(runs, seen)).to.deep.equal([]);
      for (const [index, one] of seen.entries()) {
        const gaps = crossCheck(
          runs,
          seen.filter((other) => other !== one),
        );
        expect(gaps, `without boundary ${index + 1}`).to.have.length(1);
        expect(gaps[0]).to.match(new RegExp(`^Run ${index < all.length ? 1 : 2}: `));
      }
    });

    it('misses the event history of a run of which the relays saw calls', () => {
      const gaps = crossCheck(runs.slice(0, 1), seen);
      expect(gaps).to.deep.equal(['The relays saw calls of run second, which no event history is of.']);
    });

    it('asks for none of the tasks that a reset copied from the run before', () => {
      const [first = history()] = runs;
      const marker = { cause: 'WORKFLOW_TASK_FAILED_CAUSE_RESET_WORKFLOW', baseRunId: 'first', newRunId: 'second' };
      const builder = historyBuilder('w', { atMs: 0, type: 'ingest', args: [] });
      builder.workflowTask(10);
      builder.add(20, 'WORKFLOW_TASK_FAILED', marker);
      builder.workflowTask(30);
      const again = { ...builder.history(), runId: 'second' };
      const ofReset = all.slice(0, 3).map((place) => ({
        ...boundaryAt({ ...place, execution: 'run 2' }),
        runId: 'second',
      }));
      expect(crossCheck([first, again], [...seen.slice(0, all.length), ...ofReset])).to.deep.equal([]);
    });
  });

  it('looks for the attempt of a workflow task that completed it, after one that failed', () => {
    const events = history().events.map((event) =>
      eventTypeOf(event) === 'WORKFLOW_TASK_SCHEDULED' ? withAttributes(event, { attempt: 2 }) : event,
    );
    const second = all.map((place) => (place.task === 'workflow' ? { ...place, attempt: 2 } : place));
    const gaps = (places: readonly Place[]) =>
      crossCheck(
        [{ ...history(), events }],
        places.map((place) => boundaryAt(place)),
      );
    expect(gaps([taskPlace(1, 'handed-out'), ...second])).to.deep.equal([]);
    expect(gaps(all)).to.have.length(3);
  });

  it('looks in vain for a workflow task that the server discarded, and for nothing else of it', () => {
    const rejected = [taskPlace(1, 'handed-out'), taskPlace(1, 'completion', 'request'), taskPlace(1, 'completion')];
    const later = all.map((place) => (place.task === 'workflow' ? { ...place, number: 2 } : place));
    const boundaries = (...places: readonly Place[]) =>
      places.map((place) => {
        const isReply = place === rejected[2];
        return isReply ? { ...boundaryAt(place), discarded: true as const } : boundaryAt(place);
      });
    expect(crossCheck([history()], boundaries(...rejected, ...later))).to.deep.equal([]);
    expect(crossCheck([history()], boundaries(...rejected, ...later.slice(1)))).to.have.length(1);
    expect(crossCheck([history()], boundaries(...rejected, ...later, taskPlace(3, 'handed-out')))).to.have.length(1);
  });

  it('reports a workflow task that the event history does not have', () => {
    expect(gapsOf([...all, taskPlace(2, 'handed-out')])).to.have.length(1);
  });
});
