import { expect } from 'chai';
import type { Finding } from '../model/check.ts';
import type { Evidence, Landing, Witness } from '../model/evidence.ts';
import { faultLanded } from './fault-landed.ts';
import { withPlan } from './test-support/changes.ts';
import { correctRun } from './test-support/correct-run.ts';

const run = correctRun();
const judge = (evidence: typeof run): Finding => faultLanded.judge(evidence);

describe('fault-landed', () => {
  it('is valid where a cause and an effect were witnessed', () => {
    const finding = judge(run);
    expect(finding.verdict).to.equal('valid');
    expect(finding.summary).to.equal('1 fault landed: 1 witness of cause, 1 of effect.');
  });

  it('is unknown where no fault was planned', () => {
    const finding = judge(withPlan(run, { schedule: [] }));
    expect(finding.verdict).to.equal('unknown');
    expect(finding.summary).to.contain('No fault was planned');
  });

  it('is unknown where cause or effect has no witness', () => {
    expect(judge(witnessed((one) => (one.sort === 'cause' ? null : one))).summary).to.contain('in force');
    expect(judge(witnessed((one) => (one.sort === 'effect' ? null : one))).summary).to.contain('felt it');
    expect(judge(witnessed((one) => (one.sort === 'effect' ? null : one))).verdict).to.equal('unknown');
  });

  it('does not count a witness that names no component, no incarnation or no window', () => {
    expect(judge(witnessed((one) => ({ ...one, incarnation: null }))).verdict).to.equal('unknown');
    expect(judge(witnessed((one) => ({ ...one, component: '' }))).verdict).to.equal('unknown');
    expect(judge(witnessed((one) => ({ ...one, fromMs: 9000 }))).verdict).to.equal('unknown');
    expect(judge(witnessed((one) => ({ ...one, incarnation: null }))).summary).to.contain('2 name no component');
  });

  it('does not count an effect that was over before its cause began', () => {
    const early = witnessed((one) => (one.sort === 'effect' ? { ...one, fromMs: 100, toMs: 200 } : one));
    expect(judge(early).verdict).to.equal('unknown');
  });

  it('is unknown where a planned fault has no landing, that of another fault, or one that is denied', () => {
    expect(judge({ ...run, landings: [] }).verdict).to.equal('unknown');
    expect(judge(landed((one) => ({ ...one, faultId: 'another' }))).verdict).to.equal('unknown');
    expect(judge(landed((one) => ({ ...one, fault: 'another' }))).verdict).to.equal('unknown');
    expect(judge(landed((one) => ({ ...one, landed: false }))).verdict).to.equal('unknown');
  });

  it('is unknown where only one of two planned faults landed', () => {
    const schedule = run.plan.schedule.flatMap((planned) => [planned, { ...planned, id: 'second' }]);
    const finding = judge(withPlan(run, { schedule }));
    expect(finding.verdict).to.equal('unknown');
    expect(finding.summary).to.contain('1 of 2 faults did not provably land (second');
  });
});

function landed(change: (landing: Landing) => Landing): Evidence {
  return { ...run, landings: run.landings.map((landing) => change(landing)) };
}

function witnessed(change: (witness: Witness) => Witness | null): Evidence {
  return landed((landing) => ({
    ...landing,
    witnesses: landing.witnesses.flatMap((witness) => change(witness) ?? []),
  }));
}
