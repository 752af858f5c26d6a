import { expect } from 'chai';
import { actionNamed } from '../actions/index.ts';
import { HarnessError } from '../errors.ts';
import type { Side } from '../model/crash-point.ts';
import { pointTasks } from './point-tasks.ts';
import { pointAt, struckAt } from './test-support/struck.ts';

const sides: readonly Side[] = ['request', 'reply'];
const places = sides.map(
  (side) => ({ task: 'activity', activityId: '3', exchange: 'outside', side, attempt: 1 }) as const,
);
const points = places.map((place) => pointAt(place, 'publish', `outside 1/${place.side}`));
const [request = '', reply = ''] = points.map(({ id }) => id);
const actions = [actionNamed('crash'), actionNamed('lose-answer')];
const { known } = struckAt(places[0] ?? expect.fail()).task;
const cases = [{ ...known, points }];

describe('pointTasks', () => {
  it('are every action at every point at which it can strike', () => {
    const all = pointTasks(cases, { actions, points: null });
    expect(all.map(({ point, action }) => [action.name, point.id])).to.deep.equal([
      ['crash', request],
      ['crash', reply],
      ['lose-answer', reply],
    ]);
    expect(all.every(({ second }) => second === null)).to.equal(true);
  });

  it('are those of the points that are asked for', () => {
    const chosen = pointTasks(cases, { actions, points: [request] });
    expect(chosen.map(({ point, action }) => [action.name, point.id])).to.deep.equal([['crash', request]]);
  });

  it('refuse a point that is not there: with those of its step, or with why the step may be missing', () => {
    const ask =
      (id: string): (() => unknown) =>
      () =>
        pointTasks(cases, { actions, points: [reply, id] });
    expect(ask('ingest/approved/publish/outside 9/reply'))
      .to.throw(HarnessError, `Points of that step: "${request}", "${reply}".`)
      .with.property('code', 'CHAOS_UNKNOWN_WORKFLOW');
    expect(ask('ingest/approved/embed/completion/reply')).to.throw('another version of the workflow');
  });
});
