import { expect } from 'chai';
import { goodExploration, sampleExploration } from '../../test/samples/sample-exploration.ts';
import { sampleFinding, sampleReport } from '../../test/samples/sample-report.ts';
import { HarnessError } from '../errors.ts';
import { assertValid } from './assert-valid.ts';
import { BrokenRunError, VerdictError } from './run/verdict-error.ts';

function thrownBy(work: () => void): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return null;
}

describe('assertValid', () => {
  const valid = sampleFinding('side-effects-once', 'valid', '160 of 160 effects were applied once.');
  const broken = sampleFinding('side-effects-once', 'invalid', '2 of 160 effects were applied twice.');

  it('returns for what is valid', () => {
    assertValid(sampleReport({ findings: [valid] }));
    assertValid(goodExploration());
  });

  it('throws what was expected and what was found, if a run or an exploration is invalid', () => {
    const ofRun = thrownBy(() => assertValid(sampleReport({ findings: [broken], verdict: 'invalid' })));
    expect(ofRun).to.be.instanceOf(VerdictError);
    expect(ofRun).to.include({
      expected: 'side-effects-once: valid',
      actual: 'side-effects-once: invalid: 2 of 160 effects were applied twice.',
    });
    const ofExploration = thrownBy(() => assertValid(sampleExploration()));
    expect(ofExploration).to.be.instanceOf(VerdictError);
    expect((ofExploration as VerdictError).actual).to.include('outside 1/reply');
  });

  it('throws if nothing was proved, even if no finding says why', () => {
    for (const work of [
      () => assertValid({ ...sampleReport({ findings: [valid] }), verdict: 'unknown' }),
      () => assertValid({ ...goodExploration(), verdict: 'unknown' }),
      () => assertValid({ ...goodExploration(), results: [], verdict: 'valid' }),
      () => assertValid({ ...goodExploration(), interrupted: true }),
    ]) {
      expect(thrownBy(work)).to.be.instanceOf(BrokenRunError);
    }
  });

  it('refuses what is neither a report nor an exploration, in one sentence', () => {
    const good = sampleReport({ findings: [valid] });
    const refused: readonly [unknown, RegExp][] = [
      [Promise.resolve(good), /^assertValid takes .*, but it got a promise\. Await it first\.$/],
      [undefined, /but it got neither\. Give it one of them\.$/],
      [null, /neither/],
      [{}, /neither/],
      [{ verdict: 'valid' }, /neither/],
      [{ ...good, schema: `${good.schema}0` }, /neither/],
    ];
    for (const [value, sentence] of refused) {
      const thrown = thrownBy(() => assertValid(value as typeof good));
      expect(thrown).to.be.instanceOf(HarnessError).with.property('code', 'CHAOS_USAGE');
      expect((thrown as HarnessError).message).to.match(sentence);
    }
  });
});
