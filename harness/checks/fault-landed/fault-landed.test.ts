import { expect } from 'chai';
import { withJournal, withPlan } from '../../contracts/sample-run/changes.ts';
import { correctRun } from '../../contracts/sample-run/correct-run.ts';
import type { Finding } from '../../model/check.ts';
import type { Evidence, Landing, Witness } from '../../model/evidence.ts';
import type { PlannedFault } from '../../model/plan.ts';
import { faultLanded } from './fault-landed.ts';

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

describe('fault-landed, held against the plan', () => {
  const planned = (change: Partial<PlannedFault>): string =>
    judge(withPlan(run, { schedule: run.plan.schedule.map((one) => ({ ...one, ...change })) })).verdict;
  const journalled = (change: Parameters<typeof withJournal>[1]): string => judge(withJournal(run, change)).verdict;
  const call = { kind: 'call', side: 'reply', method: 'RecordActivityTaskHeartbeat', nth: 2 } as const;

  it('is unknown if it struck before its moment, or at an unknown time', () => {
    expect(journalled((entry) => (isStep(entry, 'moment-reached') ? null : entry))).to.equal('unknown');
    const swapped = run.journal.map((entry) => (isStep(entry, 'moment-reached') ? { ...entry, sequence: 900 } : entry));
    expect(judge({ ...run, journal: swapped }).verdict).to.equal('unknown');
  });

  it('is unknown where no such call of the victim was held at that time', () => {
    expect(journalled((entry) => (entry.kind === 'held' ? null : entry))).to.equal('unknown');
    expect(journalled((entry) => (entry.kind === 'held' ? { ...entry, component: 'worker-2' } : entry))).to.equal(
      'unknown',
    );
    const released = run.journal.map((entry) =>
      entry.kind === 'held' && entry.state === 'dropped' ? { ...entry, sequence: 0 } : entry,
    );
    expect(judge({ ...run, journal: released }).verdict).to.equal('unknown');
    for (const other of [{ side: 'request' }, { method: 'X' }, { workflowId: 'x' }, { activityType: 'x' }] as const) {
      expect(planned({ at: { ...call, ...other } }), JSON.stringify(other)).to.equal('unknown');
    }
    expect(planned({ at: { ...call, workflowId: 'document-1', activityType: 'extractPages' } })).to.equal('valid');
  });

  it('lets the call of another be the moment where the plan names its target', () => {
    const named = withPlan(run, {
      schedule: run.plan.schedule.map((one) => ({ ...one, target: { role: 'component', name: 'worker-1' } as const })),
    });
    const others = withJournal(named, (entry) => (entry.kind === 'held' ? { ...entry, component: 'worker-2' } : entry));
    expect(judge(others).verdict).to.equal('valid');
  });

  it('is unknown where it struck another component, another link, or was another fault', () => {
    expect(planned({ target: { role: 'component', name: 'worker-2' } })).to.equal('unknown');
    expect(planned({ target: { role: 'holder', link: 'temporal' } })).to.equal('unknown');
    const linked = withJournal(run, (entry) =>
      entry.kind === 'fault' ? { ...entry, link: 'temporal@worker-1' } : entry,
    );
    expect(judge(linked).verdict).to.equal('unknown');
    expect(journalled((entry) => (entry.kind === 'fault' ? { ...entry, fault: 'other' } : entry))).to.equal('unknown');
  });

  it('is unknown if it was healed too early, or at an unknown time', () => {
    expect(planned({ healAfterMs: 2049 })).to.equal('valid');
    expect(planned({ healAfterMs: 2051 })).to.equal('unknown');
    expect(journalled((entry) => (isStep(entry, 'healing') ? null : entry))).to.equal('unknown');
  });

  it('is unknown where a moment of time had not come yet', () => {
    // The injection phase begins at 3000, the moment was reached at 3410.
    expect(planned({ at: { kind: 'elapsed', ms: 410 } })).to.equal('valid');
    expect(planned({ at: { kind: 'elapsed', ms: 600 } })).to.equal('unknown');
  });
});

function isStep(entry: Evidence['journal'][number], step: string): boolean {
  return entry.kind === 'fault' && entry.step === step;
}

function landed(change: (landing: Landing) => Landing): Evidence {
  return { ...run, landings: run.landings.map((landing) => change(landing)) };
}

function witnessed(change: (witness: Witness) => Witness | null): Evidence {
  return landed((landing) => ({
    ...landing,
    witnesses: landing.witnesses.flatMap((witness) => change(witness) ?? []),
  }));
}
