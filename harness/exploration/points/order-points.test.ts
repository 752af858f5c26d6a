import { expect } from 'chai';
import type { Place } from '../../model/crash-point.ts';
import { activityPlace, boundaryAt, taskPlace } from '../test-support/boundaries.ts';
import { orderPlaces } from './order-points.ts';

function reference(...at: readonly (readonly [Place, number])[]) {
  return { workflowId: 'w', startedMs: 100, boundaries: at.map(([place, ms]) => boundaryAt(place, 100 + ms)) };
}

const outside = (nth: number, side: 'request' | 'reply'): Place => activityPlace('1', 'outside', { nth, side });
const heartbeat = (page: number, side: 'request' | 'reply'): Place =>
  activityPlace('1', 'heartbeat', { details: { page }, side });

describe('orderPlaces', () => {
  it('orders by the median of the times, and says how many references reached a place', () => {
    const [a, b] = [taskPlace(1, 'handed-out'), taskPlace(2, 'handed-out')];
    const ordered = orderPlaces([reference([a, 10], [b, 20]), reference([b, 5], [a, 12]), reference([a, 11])]);
    expect(ordered.map(({ place, atMs, references }) => [place, atMs, references])).to.deep.equal([
      [a, 11, 3],
      [b, 12.5, 2],
    ]);
  });

  it('counts a place once a reference, at its first time', () => {
    const place = taskPlace(1, 'handed-out');
    expect(orderPlaces([reference([place, 1], [place, 9])])).to.have.length(1);
    expect(orderPlaces([reference([place, 1], [place, 9])])[0]?.atMs).to.equal(1);
  });

  it('gives a heartbeat the first place before a request that was sent after it and seen before it', () => {
    const seen = [
      [outside(1, 'request'), 1],
      [outside(1, 'reply'), 2],
      [outside(2, 'request'), 30],
      [heartbeat(1, 'request'), 31],
      [heartbeat(1, 'reply'), 33],
      [outside(2, 'reply'), 35],
    ] as const;
    const ordered = orderPlaces([reference(...seen)]).map(({ place }) => `${place.exchange} ${place.side}`);
    expect(ordered).to.deep.equal([
      'outside request',
      'outside reply',
      'heartbeat request',
      'heartbeat reply',
      'outside request',
      'outside reply',
    ]);
  });

  it('leaves a heartbeat behind a reply that it may depend on, and behind requests of another activity', () => {
    const other = activityPlace('2', 'outside', { nth: 1, side: 'request' });
    const seen = [
      [outside(1, 'reply'), 1],
      [other, 2],
      [heartbeat(1, 'request'), 3],
    ] as const;
    const ordered = orderPlaces([reference(...seen)]).map(({ place }) => place);
    expect(ordered).to.deep.equal([outside(1, 'reply'), other, heartbeat(1, 'request')]);
  });

  it('gives the reply to a completion the first place before the tasks that were dispatched since its request', () => {
    const completion = (side: 'request' | 'reply'): Place => activityPlace('1', 'completion', { side });
    const request = activityPlace('2', 'outside', { nth: 1, side: 'request' });
    const [task, next] = [taskPlace(2, 'handed-out'), activityPlace('2', 'handed-out')];
    const seen = [
      [completion('request'), 1],
      [task, 2],
      [next, 3],
      [request, 4],
      [completion('reply'), 5],
    ] as const;
    const ordered = orderPlaces([reference(...seen)]).map(({ place }) => place);
    expect(ordered).to.deep.equal([completion('request'), completion('reply'), task, next, request]);
  });

  it('leaves a task before a completion if it was dispatched before the request', () => {
    const side = (one: 'request' | 'reply'): Place => taskPlace(1, 'completion', one);
    const seen = [
      [taskPlace(1, 'handed-out'), 1],
      [side('request'), 2],
      [activityPlace('1', 'handed-out'), 3],
      [side('reply'), 4],
      [taskPlace(2, 'handed-out'), 5],
    ] as const;
    const ordered = orderPlaces([reference(...seen)]).map(({ place }) => place);
    const [first, request, started, reply, second] = seen.map(([place]) => place);
    expect(ordered).to.deep.equal([first, request, reply, started, second]);
    const alone = orderPlaces([reference([taskPlace(2, 'handed-out'), 1], [side('reply'), 2])]);
    expect(alone.map(({ place }) => place)).to.deep.equal([taskPlace(2, 'handed-out'), side('reply')]);
  });
});
