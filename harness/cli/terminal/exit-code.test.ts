import { expect } from 'chai';
import { badRows, sampleRow } from '../../../test/samples/sample-summary.ts';
import type { NotRunRow, SummaryRow } from '../../model/summary.ts';
import { exitCodeOf, exitCodeOfRows } from './exit-code.ts';

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

describe('exitCodeOfRows', () => {
  const [invalid, unknown, failed, dead, lacking] = badRows as [SummaryRow, ...SummaryRow[]];
  const valid = sampleRow();
  const usage = sampleRow({ exit: 64, verdict: 'unknown' });
  const late: NotRunRow = { state: 'not-run', scenario: 'x', hypothesis: '', cause: 'time-limit', why: '' };
  const table: readonly [what: string, rows: readonly (SummaryRow | undefined)[], exit: number][] = [
    ['all valid', [valid, valid], 0],
    ['valid but for what the stack lacks', [valid, lacking], 0],
    ['nothing at all', [], 2],
    ['nothing that the stack can do', [lacking], 2],
    ['one unknown', [valid, unknown], 2],
    ['one not reached in time', [valid, late], 2],
    ['one that the harness failed in', [valid, unknown, failed], 70],
    ['one without a report', [valid, unknown, dead], 70],
    ['one that was wrong in its configuration', [valid, unknown, usage], 64],
    ['that and a failure', [usage, failed], 70],
    ['one invalid among everything', [valid, unknown, failed, dead, lacking, invalid], 1],
    ['one that was interrupted', [invalid, sampleRow({ exit: 130, interrupted: true, verdict: 'unknown' })], 130],
  ];
  for (const [what, rows, exit] of table) {
    it(`${what} → ${exit}`, () => {
      const whole = rows.filter((row) => row !== undefined);
      expect(whole.length).to.equal(rows.length);
      expect(exitCodeOfRows(whole, false)).to.equal(exit);
      expect(exitCodeOfRows(whole, true)).to.equal(130);
    });
  }
});
