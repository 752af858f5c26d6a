import { expect } from 'chai';
import { type Place, placeKey } from '../../model/crash-point.ts';
import { settledBy, unawaitedBy } from './references.ts';

function placeOf(exchange: 'heartbeat' | 'completion' | 'failure', attempt: number, activityId = '1'): Place {
  return { task: 'activity', activityId, exchange, side: 'request', attempt };
}

describe('settledBy', () => {
  const places = [
    placeOf('heartbeat', 1),
    placeOf('failure', 1),
    placeOf('heartbeat', 2),
    placeOf('completion', 2),
    placeOf('heartbeat', 1, '2'),
  ];
  const [first, failure, second, completion] = places.map((place) => placeKey(place));
  const settles = settledBy(places.map((place) => ({ place })));

  it('has the end of an attempt settle the heartbeats of that attempt, not those of a later one or another activity', () => {
    expect(settles.get(failure ?? '')).to.deep.equal([first]);
    expect(settles.get(completion ?? '')).to.deep.equal([first, second]);
  });

  it('has nothing else settle anything', () => {
    expect([...settles.keys()]).to.deep.equal([failure, completion]);
  });
});

describe('unawaitedBy', () => {
  const completion = (side: Place['side']): Place => ({ ...placeOf('completion', 2), side });
  const request = (attempt: number, activityId: string, side: Place['side']): Place => {
    return { task: 'activity', activityId, exchange: 'outside', side, attempt, nth: 1 };
  };

  it('names, for both sides of a completion, the requests of the same attempt and no others', () => {
    const own = [request(2, '1', 'request'), request(2, '1', 'reply')];
    const others = [request(1, '1', 'reply'), request(2, '2', 'reply'), placeOf('heartbeat', 2)];
    const places = [...own, ...others, completion('request'), completion('reply')];
    expect([...unawaitedBy(places.map((place) => ({ place })))]).to.deep.equal(
      [completion('request'), completion('reply')].map((end) => [placeKey(end), own.map((one) => placeKey(one))]),
    );
  });
});
