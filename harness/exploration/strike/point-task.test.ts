import { expect } from 'chai';
import { actions } from '../../actions/index.ts';
import type { CrashPoint } from '../../model/crash-point.ts';
import { type PointTask, strikeKey } from './point-task.ts';

const named = (name: string) => actions.find((one) => one.name === name) ?? expect.fail();

function taskOf(action: string, fleet?: string, second?: { readonly fleet?: string }): PointTask {
  const point = (fleet === undefined ? {} : { fleet }) as CrashPoint;
  return { action: named(action), point, second: second === undefined ? null : { point: second } } as PointTask;
}

describe('strikeKey', () => {
  it('tells workers of different fleets apart, since one strike has one victim', () => {
    expect(strikeKey(taskOf('crash'))).to.equal(strikeKey(taskOf('crash')));
    expect(strikeKey(taskOf('crash', 'payments'))).to.equal(strikeKey(taskOf('crash', 'payments')));
    const keys = [undefined, 'payments', 'mail'].map((fleet) => strikeKey(taskOf('crash', fleet)));
    expect(new Set(keys).size).to.equal(3);
    expect(strikeKey(taskOf('crash'))).not.to.equal(strikeKey(taskOf('cut-connection')));
  });

  it('tells second strikes apart by both of their victims', () => {
    const keys = [
      taskOf('crash', undefined, {}),
      taskOf('crash', 'payments', {}),
      taskOf('crash', undefined, { fleet: 'payments' }),
      taskOf('crash', 'payments', { fleet: 'payments' }),
    ].map((task) => strikeKey(task));
    expect(new Set(keys).size).to.equal(4);
  });

  it('strikes points of all fleets together where no worker is the victim', () => {
    for (const action of ['lose-answer', 'crash-temporal'])
      expect(strikeKey(taskOf(action)), action).to.equal(strikeKey(taskOf(action, 'payments')));
  });
});
