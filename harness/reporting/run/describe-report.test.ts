import { expect } from 'chai';
import { sampleReport } from '../../../test/samples/sample-report.ts';
import type { Finding } from '../../model/check.ts';
import { describeRecovery } from './describe-report.ts';

const quick = { unit: 'publish of order-2', recoveryTimeMs: 1500, boundMs: 1600 };
const slow = { unit: 'workflow task of order-1', recoveryTimeMs: 9941, boundMs: 12_640 };
const findings: readonly Finding[] = [];

describe('the recovery of a run', () => {
  it('is that of the slowest unit, with the one that came closest to its bound beside it', () => {
    expect(describeRecovery({ recovery: [quick, slow], findings: [...findings] })).to.equal(
      'recovery 9.9 s, within the bound of 12.6 s (workflow task of order-1, the slowest of 2 units); ' +
        'closest to its bound 1.5 s of 1.6 s (publish of order-2)',
    );
  });

  it('says which was too slow, though another took longer', () => {
    const late = { ...quick, recoveryTimeMs: 1700 };
    expect(describeRecovery({ recovery: [late, slow], findings: [...findings] })).to.include('; OVER its bound 1.7 s');
    expect(describeRecovery({ recovery: [late], findings: [...findings] })).to.equal(
      'recovery 1.7 s, OVER the bound of 1.6 s (publish of order-2)',
    );
  });

  it('names the workflow tasks that stood still in the sticky queue of a worker that had gone', () => {
    const exhibits = [
      { state: 'delayed', delayMs: 10_004, unit: 'workflow task of order-1' },
      { state: 'within' },
      'x',
    ];
    const finding: Finding = { check: 'recovers-within-bound', verdict: 'valid', summary: '', exhibits };
    expect(describeRecovery({ recovery: [quick], findings: [finding] })).to.equal(
      'recovery 1.5 s, within the bound of 1.6 s (publish of order-2); ' +
        '1 workflow task waited up to 10.0 s in the sticky queue of a worker that had gone',
    );
  });

  it('is none where nothing was measured', () => {
    expect(describeRecovery(sampleReport({ recovery: [] }))).to.equal(null);
  });
});
