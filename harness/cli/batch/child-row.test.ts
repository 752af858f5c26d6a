import { expect } from 'chai';
import { sampleEvidence } from '../../../test/samples/sample-evidence.ts';
import { sampleFinding, sampleReport } from '../../../test/samples/sample-report.ts';
import { rowOfChild } from './child-row.ts';

const { plan } = sampleEvidence();
const asked = { plan, stack: 'embedded' } as const;
const report = sampleReport();
const ended = {
  exit: 0,
  signal: null,
  stdout: JSON.stringify(report),
  errors: [],
  overran: false,
  durationMs: 13400,
} as const;
const invalid = sampleReport({ findings: [sampleFinding('side-effects-once', 'invalid', '2 were applied twice.')] });
const unknown = sampleReport({ findings: [sampleFinding('fault-landed', 'unknown', 'No witness.')] });

describe('rowOfChild', () => {
  it('is what the report says, where the exit code says the same', () => {
    expect(rowOfChild(asked, ended)).to.include({ state: 'run', verdict: 'valid', exit: 0, why: null });
    const one = rowOfChild(asked, { ...ended, exit: 1, stdout: JSON.stringify(invalid) });
    expect(one).to.include({ verdict: 'invalid', exit: 1, why: 'side-effects-once: 2 were applied twice.' });
    const two = rowOfChild(asked, { ...ended, exit: 2, stdout: JSON.stringify(unknown) });
    expect(two).to.include({ verdict: 'unknown', exit: 2, why: 'fault-landed: No witness.' });
  });

  it('is a failure of the harness where the exit code says something else, but for an invalid run', () => {
    const error = 'CHAOS_REPORT_FAILED: Expected a page, but got none.';
    expect(rowOfChild(asked, { ...ended, exit: 70, errors: [error] })).to.include({ exit: 70, why: error });
    const killed = rowOfChild(asked, { ...ended, exit: null, signal: 'SIGKILL' });
    expect(killed).to.include({ exit: 70, why: 'the report is valid, but the process ended with exit code SIGKILL' });
    expect(rowOfChild(asked, { ...ended, stdout: JSON.stringify(unknown) })).to.include({ exit: 70 });
    expect(rowOfChild(asked, { ...ended, stdout: JSON.stringify(invalid) })).to.include({ exit: 1 });
  });

  const none = [
    {
      stdout: '',
      exit: 64,
      errors: ['CHAOS_BAD_PLAN: Expected …'],
      says: /code 64 and left no report: CHAOS_BAD_PLAN: /,
    },
    { stdout: '', exit: null, signal: 'SIGSEGV', says: /ended by SIGSEGV and left no report$/ },
    { stdout: 'hello', says: /not a report$/ },
    { stdout: '{}', says: /does not match its schema$/ },
    {
      stdout: JSON.stringify({ ...report, seed: 8 }),
      says: /report of another run \(worker-kill, seed 8, embedded\)$/,
    },
    { stdout: JSON.stringify({ ...report, scenario: 'x' }), says: /report of another run \(x, / },
    { stdout: JSON.stringify({ ...report, stack: 'docker' }), says: /report of another run \(.*, docker\)$/ },
    { overran: true, exit: 130, says: /had to be stopped/ },
  ];
  for (const { says, ...changes } of none) {
    it(`is no report, never a success: ${says.source}`, () => {
      const row = rowOfChild(asked, { ...ended, ...changes });
      expect(row.state).to.equal('no-report');
      expect(row.why).to.match(says);
    });
  }
});
