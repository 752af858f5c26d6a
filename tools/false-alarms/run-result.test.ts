import { expect } from 'chai';
import type { ChildEnded } from '../../harness/cli/batch/child-row.ts';
import type { Finding } from '../../harness/model/check.ts';
import type { Report } from '../../harness/model/report.ts';
import { sampleEvidence } from '../../test/samples/sample-evidence.ts';
import { sampleFinding, sampleReport } from '../../test/samples/sample-report.ts';
import type { GoodRun } from './good-run.ts';
import { type RunResult, resultOf } from './run-result.ts';

const { plan } = sampleEvidence();
const run: GoodRun = { scenario: 'worker-kill', stack: 'embedded', seed: 7, setting: 'fault' };
const good = sampleFinding('side-effects-once', 'valid', 'All once.');
const unstruck = sampleFinding('fault-landed', 'unknown', 'No fault was planned.');
const doubt = sampleFinding('timers-as-expected', 'unknown', 'No timer.');
const harm = sampleFinding('side-effects-once', 'invalid', '2 twice.');

function ended(findings: readonly Finding[], changes: Partial<Report> = {}): ChildEnded {
  const report = sampleReport({ findings: [...findings], ...changes });
  const exits = { valid: 0, invalid: 1, unknown: 2 };
  const exit = report.errors.length > 0 ? 70 : exits[report.verdict];
  return { exit, signal: null, stdout: JSON.stringify(report), errors: [], overran: false, durationMs: 13_400 };
}

function struck(end: ChildEnded): RunResult | null {
  return resultOf(run, { plan, runId: 'r' }, end);
}

function unharmed(end: ChildEnded): RunResult | null {
  return resultOf({ ...run, setting: 'no-fault' }, { plan: { ...plan, schedule: [] }, runId: 'r' }, end);
}

describe('the result of a run of a good system', () => {
  it('is the verdict of its report, with each finding that made it', () => {
    expect(struck(ended([good]))).to.deep.equal({
      ...run,
      system: 'documents',
      runId: 'r',
      tookMs: 13_400,
      outcome: 'valid',
      reasons: [],
    });
    expect(struck(ended([doubt, good, unstruck]))).to.deep.include({
      outcome: 'unknown',
      reasons: [
        { check: 'timers-as-expected', summary: 'No timer.' },
        { check: 'fault-landed', summary: 'No fault was planned.' },
      ],
    });
    expect(struck(ended([harm, doubt]))).to.deep.include({
      outcome: 'invalid',
      reasons: [{ check: 'side-effects-once', summary: '2 twice.' }],
    });
  });

  it('is that nothing struck if no fault was planned and every other check is valid', () => {
    expect(unharmed(ended([good, unstruck]))).to.deep.include({ outcome: 'no-fault', reasons: [] });
    expect(unharmed(ended([harm, unstruck]))).to.include({ outcome: 'invalid' });
    const unstopped = sampleFinding('stops-gracefully', 'unknown', 'No worker was sent SIGTERM.');
    expect(unharmed(ended([good, unstopped, unstruck])), 'nothing was stopped either').to.include({
      outcome: 'no-fault',
    });
    expect(unharmed(ended([good, sampleFinding('stops-gracefully', 'invalid', 'Not all.'), unstruck]))).to.include({
      outcome: 'invalid',
    });
    expect(unharmed(ended([good, doubt, unstruck]))).to.deep.include({
      outcome: 'unknown',
      reasons: [{ check: 'timers-as-expected', summary: 'No timer.' }],
    });
  });

  it('is a failure of the harness if that says valid though nothing struck', () => {
    expect(unharmed(ended([good]))).to.deep.include({ outcome: 'failed' });
  });

  it('is a failure of the harness if there is no report, or an error in it', () => {
    const none = { ...ended([good]), stdout: '', exit: 70, errors: ['CHAOS_PORT_IN_USE: Port 7233 is in use.'] };
    expect(struck(none)?.outcome).to.equal('failed');
    expect(struck(none)?.reasons[0]?.summary).to.include('CHAOS_PORT_IN_USE: Port 7233 is in use.');
    const broken = ended([unstruck], { errors: [{ code: 'CHAOS_INTERNAL', message: 'It broke.' }] });
    expect(struck(broken)).to.deep.include({
      outcome: 'failed',
      reasons: [{ check: 'harness', summary: 'CHAOS_INTERNAL: It broke.' }],
    });
  });

  it('is none if it was interrupted', () => {
    const interrupted = ended([unstruck], { interrupted: true });
    expect(struck({ ...interrupted, exit: 130 })).to.equal(null);
    expect(struck({ ...interrupted, exit: 130, stdout: '' }), 'before anything was started').to.equal(null);
    const atOnce = { ...interrupted, exit: null, signal: 'SIGINT', stdout: '' };
    expect(struck(atOnce), 'before it listened').to.equal(null);
    expect(struck({ ...atOnce, signal: 'SIGKILL' })?.outcome).to.equal('failed');
  });
});
