import { expect } from 'chai';
import { goodExploration, sampleExploration } from '../../../test/samples/sample-exploration.ts';
import { sampleFinding, sampleReport } from '../../../test/samples/sample-report.ts';
import type { Verdict } from '../../model/verdict.ts';
import { errorOfSabotaged, errorOfSabotagedExploration } from './sabotaged.ts';
import { BrokenRunError } from './verdict-error.ts';

const sabotaged = (sabotage: string, verdict: Verdict, check = 'fault-landed') =>
  sampleReport({ sabotage, findings: [sampleFinding(check, verdict, 'Found.')] });
const failure = { code: 'CHAOS_INTERNAL', message: 'Oh.' };

describe('a run with a sabotage', () => {
  it('passes if a check has found it, and fails if none has', () => {
    expect(errorOfSabotaged(sabotaged('progress-ignored', 'invalid'))).to.equal(null);
    const missed = errorOfSabotaged(sabotaged('progress-ignored', 'valid'));
    expect(missed?.message).to.equal('The sabotage progress-ignored was not caught: no check found it.');
    expect(errorOfSabotaged(sabotaged('progress-ignored', 'unknown'))?.message).to.match(/was not caught/);
  });

  it('passes if a fault that does nothing is noticed, by that very check', () => {
    expect(errorOfSabotaged(sabotaged('fault-noop', 'unknown'))).to.equal(null);
    expect(errorOfSabotaged(sabotaged('fault-noop', 'unknown', 'run-complete'))?.message).to.match(/was not caught/);
    expect(errorOfSabotaged(sabotaged('fault-noop', 'valid'))?.message).to.match(/was not caught/);
  });

  it('passes without a fault, unless it was interrupted: nothing had to be found', () => {
    const calm = { ...sabotaged('progress-ignored', 'unknown'), landings: [] };
    expect(errorOfSabotaged(calm)).to.equal(null);
    expect(errorOfSabotaged({ ...calm, interrupted: true })?.message).to.match(/: the run was interrupted\.$/);
  });

  it('is broken if the harness failed before any check found it', () => {
    const broken = { ...sabotaged('fault-noop', 'unknown'), errors: [failure] };
    expect(errorOfSabotaged(broken)).to.be.instanceOf(BrokenRunError);
  });
});

describe('an exploration with a sabotage', () => {
  it('passes if a point is invalid, and fails if none is', () => {
    expect(errorOfSabotagedExploration(sampleExploration({ sabotage: 'no-key' }))).to.equal(null);
    const missed = errorOfSabotagedExploration(goodExploration({ sabotage: 'no-key' }));
    expect(missed?.message).to.equal('The sabotage no-key was not caught: no point is invalid.');
    const broken = goodExploration({ sabotage: 'no-key', errors: [failure] });
    expect(errorOfSabotagedExploration(broken)).to.be.instanceOf(BrokenRunError);
  });
});
