import { expect } from 'chai';
import { correctRun } from '../contracts/sample-run/correct-run.ts';
import { landingsOf } from './landings.ts';
import { workerKill } from './worker-kill.ts';

describe('landingsOf', () => {
  it('says that a fault whose witnesses throw has not landed, and why', () => {
    const broken = {
      ...workerKill,
      witnesses: (): never => {
        throw new TypeError('no witness stand');
      },
    };
    expect(landingsOf(correctRun(), () => broken)).to.deep.equal([
      { faultId: 'kill', fault: 'worker-kill', landed: false, witnesses: [], error: 'no witness stand' },
    ]);
  });

  it('says that a fault that the registry does not have has not landed', () => {
    expect(landingsOf(correctRun(), () => undefined).map((one) => one.landed)).to.deep.equal([false]);
  });
});
