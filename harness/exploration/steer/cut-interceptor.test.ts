import { expect } from 'chai';
import { type Fate, placeKey } from '../../model/crash-point.ts';
import { boundaryAt, taskPlace } from '../test-support/boundaries.ts';
import { Cut } from './cut.ts';
import { CutInterceptor } from './cut-interceptor.ts';
import { ProgressNames } from './progress-names.ts';

const places = [taskPlace(1, 'handed-out'), taskPlace(1, 'completion', 'request'), taskPlace(1, 'completion')];
const keys = places.map((place) => placeKey(place));
const order = { keys, certain: new Set(keys), settles: new Map<string, readonly string[]>() };
const [handedOut, request, reply] = places as [
  (typeof places)[number],
  (typeof places)[number],
  (typeof places)[number],
];

function newDesk(): CutInterceptor {
  return new CutInterceptor(new ProgressNames({}));
}

function cutAt(index: number): Cut {
  return new Cut(order, keys[index] ?? '');
}

describe('CutInterceptor', () => {
  it('lets every call of a workflow pass that it does not follow', () => {
    expect(newDesk().reached([boundaryAt(handedOut)])).to.equal(undefined);
  });

  it('holds the call at the point until it is opened, with the fate of the point for it and for no other', async () => {
    const interceptor = newDesk();
    const followed = interceptor.follow('w', cutAt(1));
    expect(interceptor.reached([boundaryAt(handedOut)])).to.equal(undefined);
    const early = interceptor.reached([boundaryAt(reply, 5)]);
    const held = interceptor.reached([boundaryAt(request, 7)]);
    expect(followed.arrival).to.include({ atMs: 7, heldMs: 7 });
    expect(followed.firstHoldMs).to.equal(5);
    followed.open('lose');
    expect(await Promise.all([early, held])).to.deep.equal(['pass', 'lose'] satisfies Fate[]);
  });

  it('reports the arrival once, also if a late call completes it', () => {
    const interceptor = newDesk();
    const followed = interceptor.follow('w', cutAt(1));
    let arrivals = 0;
    followed.onArrival = () => {
      arrivals += 1;
    };
    void interceptor.reached([boundaryAt(request, 3)]);
    expect(arrivals).to.equal(0);
    void interceptor.reached([boundaryAt(handedOut, 9)]);
    expect(arrivals).to.equal(1);
    expect(followed.arrival).to.include({ atMs: 9, heldMs: 3 });
  });

  it('reports each boundary once its call is no longer held: passed, let go, or dropped with its connection', () => {
    const interceptor = newDesk();
    const followed = interceptor.follow('w', cutAt(1));
    const passed: string[] = [];
    followed.onPassed = ({ place }) => passed.push(place.side);
    const dropped = boundaryAt(request);
    void interceptor.reached([boundaryAt(handedOut)]);
    void interceptor.reached([dropped]);
    expect(passed).to.deep.equal(['reply']);
    interceptor.ended(dropped.call);
    expect(passed).to.deep.equal(['reply', 'request']);
  });

  it('follows on with the next cut, and without one lets all pass', () => {
    const interceptor = newDesk();
    const followed = interceptor.follow('w', cutAt(0));
    void interceptor.reached([boundaryAt(handedOut)]);
    followed.open('pass', cutAt(2));
    expect(followed.arrival).to.equal(null);
    void interceptor.reached([boundaryAt(handedOut)]);
    void interceptor.reached([boundaryAt(request)]);
    void interceptor.reached([boundaryAt(reply)]);
    expect(followed.arrival).not.to.equal(null);
    followed.open('pass');
    expect(interceptor.reached([boundaryAt(request)])).to.equal(undefined);
    expect(followed.seen).to.have.length(5);
  });
});
