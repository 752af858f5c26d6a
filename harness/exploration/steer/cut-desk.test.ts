import { expect } from 'chai';
import { type Fate, placeKey } from '../../model/crash-point.ts';
import { boundaryAt, taskPlace } from '../test-support/boundaries.ts';
import { Cut } from './cut.ts';
import { CutDesk } from './cut-desk.ts';
import { ProgressNames } from './progress-names.ts';

const places = [taskPlace(1, 'handed-out'), taskPlace(1, 'completion', 'request'), taskPlace(1, 'completion')];
const keys = places.map((place) => placeKey(place));
const order = { keys, certain: new Set(keys), settles: new Map<string, readonly string[]>() };
const [handedOut, request, reply] = places as [
  (typeof places)[number],
  (typeof places)[number],
  (typeof places)[number],
];

function newDesk(): CutDesk {
  return new CutDesk(new ProgressNames({}));
}

function cutAt(index: number): Cut {
  return new Cut(order, keys[index] ?? '');
}

describe('CutDesk', () => {
  it('lets every call of a workflow pass that it does not follow', () => {
    expect(newDesk().reached([boundaryAt(handedOut)])).to.equal(undefined);
  });

  it('holds the call at the point until it is opened, with the fate of the point for it and for no other', async () => {
    const desk = newDesk();
    const followed = desk.follow('w', cutAt(1));
    expect(desk.reached([boundaryAt(handedOut)])).to.equal(undefined);
    const early = desk.reached([boundaryAt(reply, 5)]);
    const held = desk.reached([boundaryAt(request, 7)]);
    expect(followed.arrival).to.include({ atMs: 7, heldMs: 7 });
    expect(followed.firstHoldMs).to.equal(5);
    followed.open('lose');
    expect(await Promise.all([early, held])).to.deep.equal(['pass', 'lose'] satisfies Fate[]);
  });

  it('tells of the arrival once, also where what was late makes it complete', () => {
    const desk = newDesk();
    const followed = desk.follow('w', cutAt(1));
    let arrivals = 0;
    followed.onArrival = () => {
      arrivals += 1;
    };
    void desk.reached([boundaryAt(request, 3)]);
    expect(arrivals).to.equal(0);
    void desk.reached([boundaryAt(handedOut, 9)]);
    expect(arrivals).to.equal(1);
    expect(followed.arrival).to.include({ atMs: 9, heldMs: 3 });
  });

  it('tells of each boundary once its call is no longer held: passed, let go, or dropped with its connection', () => {
    const desk = newDesk();
    const followed = desk.follow('w', cutAt(1));
    const passed: string[] = [];
    followed.onPassed = ({ place }) => passed.push(place.side);
    const dropped = boundaryAt(request);
    void desk.reached([boundaryAt(handedOut)]);
    void desk.reached([dropped]);
    expect(passed).to.deep.equal(['reply']);
    desk.ended(dropped.call);
    expect(passed).to.deep.equal(['reply', 'request']);
  });

  it('follows on with the next cut, and without one lets all pass', () => {
    const desk = newDesk();
    const followed = desk.follow('w', cutAt(0));
    void desk.reached([boundaryAt(handedOut)]);
    followed.open('pass', cutAt(2));
    expect(followed.arrival).to.equal(null);
    void desk.reached([boundaryAt(handedOut)]);
    void desk.reached([boundaryAt(request)]);
    void desk.reached([boundaryAt(reply)]);
    expect(followed.arrival).not.to.equal(null);
    followed.open('pass');
    expect(desk.reached([boundaryAt(request)])).to.equal(undefined);
    expect(followed.seen).to.have.length(5);
  });
});
