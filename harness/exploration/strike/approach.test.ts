import { expect } from 'chai';
import { CutInterceptor } from '../steer/cut-interceptor.ts';
import { ProgressNames } from '../steer/progress-names.ts';
import { boundaryAt, taskPlace } from '../test-support/boundaries.ts';
import { meeting, places, taskTo } from '../test-support/meeting-tasks.ts';
import { struckAt } from '../test-support/struck.ts';
import { Approach, routesOf } from './approach.ts';

function approachTo(order: number): { readonly interceptor: CutInterceptor; readonly approach: Approach } {
  const interceptor = new CutInterceptor(new ProgressNames({}));
  return { interceptor, approach: new Approach(interceptor, 'w', { task: taskTo(order), meeting }) };
}

describe('routesOf', () => {
  it('leads by the last meeting before the point, and there is none at the meeting itself', () => {
    const routes = routesOf([0, 1, 2].map((order) => taskTo(order)));
    expect(routes.map((route) => [route.meeting?.order ?? null, route.lengthMs])).to.deep.equal([
      [null, 20],
      [null, 40],
      [1, 30],
    ]);
  });

  it('has no meeting for one alone, nor where commands start workflows', () => {
    expect(routesOf([taskTo(2)])).to.deep.equal([{ meeting: null, lengthMs: 60 }]);
    const [job] = [struckAt(taskPlace(1, 'handed-out')).job];
    const byCommand = taskTo(2, { jobs: [{ ...job, start: { command: ['start'] } as never }] });
    expect(routesOf([byCommand, taskTo(2)]).map((route) => route.meeting)).to.deep.equal([null, null]);
  });
});

describe('Approach', () => {
  const [handedOut, request, reply] = places as [(typeof places)[0], (typeof places)[0], (typeof places)[0]];

  it('is held at its meeting, which is not its point, and goes on from there to its point', async () => {
    const { interceptor, approach } = approachTo(2);
    expect(interceptor.reached([boundaryAt(handedOut, 1)])).to.equal(undefined);
    const held = interceptor.reached([boundaryAt(request, 2)]);
    expect([approach.arrival, approach.firstHoldMs, approach.spent]).to.deep.equal([null, null, false]);
    expect(approach.followed.arrival?.atMs).to.equal(2);
    approach.goOn(5);
    expect(await held).to.equal('pass');
    expect([approach.onMs, approach.firstHoldMs]).to.deep.equal([5, null]);
    void interceptor.reached([boundaryAt(reply, 9)]);
    expect(approach.arrival).to.include({ atMs: 9, heldMs: 9 });
  });

  it('goes on to its point from before its meeting too', () => {
    const { interceptor, approach } = approachTo(2);
    void interceptor.reached([boundaryAt(handedOut, 1)]);
    approach.goOn(5);
    expect(interceptor.reached([boundaryAt(request, 6)])).to.equal(undefined);
    void interceptor.reached([boundaryAt(reply, 9)]);
    expect(approach.arrival?.atMs).to.equal(9);
  });

  it('is let on by nothing once it is steered by others', () => {
    const { interceptor, approach } = approachTo(2);
    approach.over();
    approach.followed.open('pass');
    approach.goOn(5);
    expect(interceptor.reached([boundaryAt(reply, 9)])).to.equal(undefined);
    expect(approach.onMs).to.equal(null);
  });
});
