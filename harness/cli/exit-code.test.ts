import { expect } from 'chai';
import { exitCodeOf } from './exit-code.ts';

describe('exitCodeOf', () => {
  const error = [{ code: 'CHAOS_INTERNAL', message: 'Expected …' }];
  const usage = [{ code: 'CHAOS_BAD_CONFIG', message: 'Expected …' }, ...error];
  const table = [
    { verdict: 'valid', errors: [], interrupted: false, exit: 0 },
    { verdict: 'invalid', errors: [], interrupted: false, exit: 1 },
    { verdict: 'unknown', errors: [], interrupted: false, exit: 2 },
    { verdict: 'invalid', errors: error, interrupted: false, exit: 1 },
    { verdict: 'unknown', errors: error, interrupted: false, exit: 70 },
    { verdict: 'valid', errors: error, interrupted: false, exit: 70 },
    { verdict: 'unknown', errors: usage, interrupted: false, exit: 64 },
    { verdict: 'unknown', errors: [{ code: 'CHAOS_OF_OLD', message: '' }], interrupted: false, exit: 70 },
    { verdict: 'valid', errors: [], interrupted: true, exit: 130 },
    { verdict: 'unknown', errors: error, interrupted: true, exit: 130 },
  ] as const;
  for (const { exit, ...report } of table) {
    it(`${report.verdict}, ${report.errors.length} errors, interrupted ${report.interrupted} → ${exit}`, () => {
      expect(exitCodeOf({ ...report, errors: [...report.errors] })).to.equal(exit);
    });
  }
});
