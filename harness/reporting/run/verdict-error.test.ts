import { getStatusFromError } from 'allure-js-commons/sdk';
import { expect } from 'chai';
import { manyLost, sampleFinding, sampleReport } from '../../../test/samples/sample-report.ts';
import { errorOfFinding, errorOfReport } from './verdict-error.ts';

const valid = sampleFinding('every-workflow-completes', 'valid', '20 of 20.');
const invalid = sampleFinding('side-effects-once', 'invalid', '2 of 160 were applied twice.');
const unknown = sampleFinding('fault-landed', 'unknown', 'No effect witness; we assert nothing.');
const errors = [{ code: 'CHAOS_PHASE_TIMEOUT', message: 'Expected an assertion to end.' }];

/** What Allure makes of an error, and the first line a reader sees. */
function seen(error: Error | null): string {
  return error === null ? 'passed' : `${getStatusFromError(error)}: ${error.message.replaceAll('\u00ad', '')}`;
}

describe('errorOfReport', () => {
  it('passes a valid run, fails an invalid one, breaks the rest', () => {
    expect(seen(errorOfReport(sampleReport({ findings: [valid] })))).to.equal('passed');
    expect(seen(errorOfReport(sampleReport({ findings: [valid, invalid, unknown] })))).to.equal(
      'failed: Invalid: side-effects-once: 2 of 160 were applied twice.',
    );
    expect(seen(errorOfReport(sampleReport({ findings: [valid, unknown] })))).to.equal(
      'broken: Unknown: fault-landed: No effect witness; we assert nothing.',
    );
    expect(seen(errorOfReport(sampleReport({ findings: [valid], errors })))).to.equal(
      'broken: CHAOS_PHASE_TIMEOUT: Expected an assertion to end.',
    );
    expect(seen(errorOfReport(sampleReport({ findings: [valid], interrupted: true })))).to.match(
      /^broken: CHAOS_INTERR/,
    );
  });

  it('puts invalid before an error of the harness, and that before unknown', () => {
    expect(seen(errorOfReport(sampleReport({ findings: [invalid], errors })))).to.match(/^failed: Invalid/);
    expect(seen(errorOfReport(sampleReport({ findings: [unknown], errors })))).to.match(/^broken: CHAOS_PHASE_TIMEOUT/);
  });

  it('never passes a run whose verdict is not valid, even if no finding says why', () => {
    expect(seen(errorOfReport(sampleReport({ findings: [] })))).to.equal('broken: Unknown: no check was run');
    expect(seen(errorOfReport(sampleReport({ findings: [valid], verdict: 'unknown' })))).to.match(/^broken: Unknown/);
    expect(seen(errorOfReport(sampleReport({ findings: [valid], verdict: 'invalid' })))).to.match(/^failed: Invalid/);
    expect(seen(errorOfReport(sampleReport({ findings: [invalid], verdict: 'valid' })))).to.match(/^failed: Invalid/);
  });

  it('shows what was expected beside what was found, and the violations in place of a stack', () => {
    const error = errorOfReport(sampleReport({ findings: [invalid] }));
    expect(error).to.include({
      expected: 'side-effects-once: valid',
      actual: 'side-effects-once: invalid: 2 of 160 were applied twice.',
    });
    expect(error?.stack).to.include('{"document":"document-01","page":2,"applied":2}').and.not.include('    at ');
  });
});

describe('a finding of hundreds of violations', () => {
  it('shows 20 of a kind in sentences, counts the rest, and names the usual cause and the documents', () => {
    const lines = errorOfFinding(manyLost)?.stack?.split('\n') ?? [];
    expect(lines.filter((line) => line.includes('applied 0 times (expected 1, got 0)'))).to.have.length(20);
    expect(lines).to.include('side-effects-once:   and 280 more');
    expect(lines.join('\n')).to.include('lost (300), usually caused by').and.include('doubled (1), usually caused by');
    expect(lines.at(-1)).to.equal('side-effects-once: docs/reference/checks.md#side-effects-once');
    expect(lines.length).to.be.lessThan(30);
  });
});

describe('errorOfFinding', () => {
  it('is the same for the step of one check', () => {
    expect([valid, invalid, unknown].map((finding) => seen(errorOfFinding(finding)))).to.deep.equal([
      'passed',
      'failed: side-effects-once: 2 of 160 were applied twice.',
      'broken: Unknown: fault-landed: No effect witness; we assert nothing.',
    ]);
  });
});
