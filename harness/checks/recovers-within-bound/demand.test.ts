import { expect } from 'chai';
import { withEvents, withJournal, withPlan } from '../../contracts/sample-run/changes.ts';
import { correctRun } from '../../contracts/sample-run/correct-run.ts';
import { extractionTerms } from '../../contracts/sample-run/journal-builder.ts';
import type { Finding } from '../../model/check.ts';
import type { Evidence } from '../../model/evidence.ts';
import { judgeChecks } from '../judge.ts';
import { delayed } from '../test-support/late-rescue.ts';
import { recoversWithinBound } from './recovers-within-bound.ts';

const run = correctRun();
const judge = (evidence: Evidence): Finding => recoversWithinBound.judge(evidence);
const demanding = (evidence: Evidence, recoverWithinMs: number): Evidence => withPlan(evidence, { recoverWithinMs });

/**
 * The run of a system without a heartbeat timeout, and with a start-to-close timeout of half an hour: when the run ended
 * its wait, nothing had continued the extraction yet.
 */
function withoutHeartbeat(): Evidence {
  const terms = { ...extractionTerms, heartbeatTimeoutMs: null, startToCloseTimeoutMs: 1_800_000 };
  const patient = withJournal(withPlan(run, { runTimeMs: 600_000 }), (entry) => {
    if (entry.kind === 'client' && entry.action === 'signal') return null;
    if (entry.kind !== 'call' || entry.activityType !== 'extractPages') return entry;
    if (entry.attempt === 2) return null;
    return entry.method === 'PollActivityTaskQueue' ? { ...entry, terms } : entry;
  });
  const unsignalled = withPlan(patient, {
    workload: patient.plan.workload.map((job) => ({ ...job, actions: [] })),
    checks: ['every-workflow-completes', 'event-history-well-formed', 'recovers-within-bound'],
  });
  return withEvents(unsignalled, 'document-1', (event) => (Number(event.eventId) > 8 ? null : event));
}

describe('recovers-within-bound, with a demand of the plan', () => {
  it('is valid if each unit came on within it too', () => {
    const finding = judge(demanding(run, 3000));
    expect(finding.verdict).to.equal('valid');
    expect(finding.summary).to.contain('the plan demands 3000 ms');
  });

  it("is invalid if a unit came on later, though within the system's own bound, which it shows beside", () => {
    const finding = judge(demanding(run, 2000));
    expect(finding.verdict).to.equal('invalid');
    expect(finding.summary).to.contain(
      '(expected at most 4800 ms, and 2000 ms as the plan demands, got after 2570 ms)',
    );
    expect(finding.exhibits[0]).to.deep.include({
      violation: 'late',
      unit: 'extractPages of document-1, attempt 1',
      recoveryTimeMs: 2570,
      boundMs: 4800,
      remark: 'By worker-2, incarnation 1; the plan demands 2.0 s, its own timeouts allow 4.8 s.',
    });
  });

  it('is no excuse to be later than the own bound', () => {
    expect(judge(demanding(delayed(3000), 60_000)).verdict).to.equal('invalid');
  });
});

describe('recovers-within-bound, if the timeouts allow more time than the run waited', () => {
  it('is unknown, and so is every check of that workflow: it will come on yet', () => {
    const finding = judge(withoutHeartbeat());
    expect(finding.verdict).to.equal('unknown');
    expect(finding.summary).to.contain('extractPages of document-1, attempt 1. Not continued in the 4.6 s');
    expect(finding.summary).to.contain('its own timeouts allow 30 min 03 s');
    const { verdict, findings } = judgeChecks(withoutHeartbeat());
    expect(findings.filter((one) => one.verdict === 'invalid')).to.deep.equal([]);
    expect(verdict).to.equal('unknown');
  });

  it('is invalid if the plan demands less than the run waited', () => {
    const finding = judge(demanding(withoutHeartbeat(), 4000));
    expect(finding.verdict).to.equal('invalid');
    expect(finding.exhibits[0]).to.include({ violation: 'late', recoveryTimeMs: null });
    expect(JSON.stringify(finding.exhibits[0])).to.contain(
      'the plan demands 4.0 s, its own timeouts allow 30 min 03 s',
    );
    expect(judge(demanding(withoutHeartbeat(), 5000)).verdict, 'not waited long enough').to.equal('unknown');
  });
});
