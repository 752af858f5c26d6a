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

  for (const sort of ['cause', 'effect'] as const) {
    it(`says that a fault with no witness but of its ${sort} has not landed`, () => {
      const witnesses: typeof workerKill.witnesses = (evidence, planned) =>
        workerKill.witnesses(evidence, planned).filter((witness) => witness.sort === sort);
      const [landing] = landingsOf(correctRun(), () => ({ ...workerKill, witnesses }));
      expect(landing?.witnesses).not.to.deep.equal([]);
      expect(landing?.landed).to.equal(false);
    });
  }

  it('says that a fault that the registry does not have has not landed', () => {
    expect(landingsOf(correctRun(), () => undefined).map((one) => one.landed)).to.deep.equal([false]);
  });
});
