import { expect } from 'chai';
import { withEntries, withJournal, withoutFault } from '../../contracts/sample-run/changes.ts';
import { correctRun } from '../../contracts/sample-run/correct-run.ts';
import { call } from '../../contracts/sample-run/journal-builder.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { EntryOf } from '../../model/journal.ts';
import { type UnsteadyCause, unsteadyCauses } from '../../model/journal-entry.ts';
import type { Verdict } from '../../model/verdict.ts';
import { violationsIn } from '../../model/violation.ts';
import { steadyStateReturns } from './steady-state-returns.ts';

type Reason = EntryOf<'steady-state'>['reasons'][number];

const verdict = (evidence: Evidence): Verdict => steadyStateReturns.judge(evidence).verdict;
const look = { kind: 'steady-state', canaryMs: 45, canaryLimitMs: 500, holds: true, reasons: [] } as const;
const toxic: Reason = { cause: 'link-faulty', detail: 'temporal@worker-1 has a toxic or is disabled' };

describe('steady-state-returns', () => {
  it('is valid where it held before and holds at the last look', () => {
    const finding = steadyStateReturns.judge(correctRun());
    expect(finding.verdict).to.equal('valid');
    expect(finding.summary).to.equal(
      'The steady state held before and returned, seen at look 2 (canary 45 ms, limit 500 ms).',
    );
  });

  it('says whose canary it was where no worker of the system served it', () => {
    const run = withEntries(correctRun(), { ...look, reasons: [], ownCanary: true, atMs: 7990 });
    expect(steadyStateReturns.judge(run).summary).to.contain("(the harness's own canary 45 ms, limit 500 ms)");
  });

  it('is valid without a fault where it held after the load too', () => {
    expect(verdict(withoutFault(correctRun()))).to.equal('valid');
  });

  it('is invalid where it does not hold at the last look, and says why', () => {
    const run = withEntries(correctRun(), { ...look, holds: false, reasons: [toxic], atMs: 7990 });
    const finding = steadyStateReturns.judge(run);
    expect(finding.verdict).to.equal('invalid');
    expect(finding.summary).to.contain(toxic.detail);
    expect(violationsIn(finding.exhibits)).to.have.length(1);
    expect(finding.exhibits[0]).to.include({ violation: 'unsteady', atMs: 7990 });
  });

  it('is unknown where the canary was only slow, or a look failed, and invalid where there was no canary', () => {
    const slow = { ...look, holds: false, canaryMs: 900, atMs: 7990 };
    const of = (causes: readonly UnsteadyCause[], canaryMs: number | null = 900): Verdict => {
      // However it is worded: the verdict hangs on the cause alone.
      const reasons = causes.map((cause) => ({ cause, detail: 'the canary took 9 ms, and could not be looked at' }));
      return verdict(withEntries(correctRun(), { ...slow, canaryMs, reasons }));
    };
    expect(of(['canary-slow'])).to.equal('unknown');
    expect(of(['canary-slow', 'not-looked-at'])).to.equal('unknown');
    expect(of(['canary-slow', 'link-faulty'])).to.equal('invalid');
    for (const cause of unsteadyCauses.filter((one) => one !== 'canary-slow' && one !== 'not-looked-at')) {
      expect(of([cause]), cause).to.equal('invalid');
    }
    expect(of(['canary-failed'], null)).to.equal('invalid');
    expect(of(['not-looked-at'], null)).to.equal('unknown');
    expect(of([])).to.equal('invalid');
  });

  it('is invalid where nothing was heard of the victim after the healing', () => {
    const isLate = (entry: Evidence['journal'][number]): boolean =>
      entry.kind === 'call' && entry.component === 'worker-1' && entry.atMs > 6490;
    const deaf = withJournal(correctRun(), (entry) => (isLate(entry) ? null : entry));
    expect(verdict(deaf)).to.equal('invalid');
    expect(steadyStateReturns.judge(deaf).summary).to.contain('worker-1');
    expect(steadyStateReturns.judge(deaf).exhibits[0]).to.deep.include({ violation: 'silent', component: 'worker-1' });
    const undrained = withJournal(deaf, (entry) =>
      entry.kind === 'phase' && entry.phase === 'quiescence' ? null : entry,
    );
    expect(verdict(undrained)).to.equal('valid');
  });

  it('is invalid where a server was struck and a worker was never heard again after that', () => {
    const server = withJournal(correctRun(), (entry) =>
      entry.kind === 'fault' ? { ...entry, component: 'temporal', incarnation: 1 } : entry,
    );
    expect(steadyStateReturns.judge(server).summary).to.contain(
      'Never heard again after the healing: worker-2; first worker-2: ',
    );
    const spoke = withEntries(server, call('worker-2', 7000, { method: 'PollActivityTaskQueue' }));
    expect(verdict(spoke)).to.equal('valid');
  });

  it('takes a poll that a fault of another server left open until the drain for hearing, since no work came', () => {
    const struck = (component: string): Evidence =>
      withJournal(correctRun(), (entry) =>
        entry.kind === 'fault'
          ? { ...entry, component, incarnation: 1, radius: { components: [component], links: [] } }
          : entry,
      );
    const idle = (evidence: Evidence, atMs: number): Verdict => {
      const poll = {
        method: 'PollActivityTaskQueue',
        startedMs: 2000,
        grpcStatus: null,
        outcome: 'cancelled',
      } as const;
      return verdict(withEntries(evidence, call('worker-2', atMs, poll)));
    };
    expect(verdict(struck('supabase'))).to.equal('invalid');
    expect(idle(struck('supabase'), 8050)).to.equal('valid');
    expect(idle(struck('supabase'), 7000), 'ended before the drain').to.equal('invalid');
    expect(idle(struck('temporal'), 8050), 'may have been swallowed').to.equal('invalid');
  });

  it('takes an open poll of a fresh life for hearing, but not one that a link fault may have swallowed', () => {
    const polling = withJournal(correctRun(), (entry) =>
      entry.kind === 'call' && entry.method === 'ShutdownWorker' ? null : entry,
    );
    expect(verdict(polling)).to.equal('valid');
    const linked = withJournal(polling, (entry) =>
      entry.kind === 'fault' && entry.component !== undefined ? { ...entry, incarnation: 2 } : entry,
    );
    expect(verdict(linked)).to.equal('invalid');
  });

  it('is unknown if it was not probed before the load, or did not hold then', () => {
    expect(verdict(withJournal(correctRun(), (entry) => (entry.atMs === 2500 ? null : entry)))).to.equal('unknown');
    const shaky = withEntries(correctRun(), { ...look, holds: false, reasons: [toxic], atMs: 2900 });
    expect(verdict(shaky)).to.equal('unknown');
  });

  it('is unknown if it was not probed after the healing', () => {
    const unseen = withJournal(correctRun(), (entry) =>
      entry.kind === 'steady-state' && entry.atMs > 3000 ? null : entry,
    );
    expect(verdict(unseen)).to.equal('unknown');
  });

  it('is unknown where a planned fault is not known to have healed', () => {
    const unhealed = withJournal(correctRun(), (entry) =>
      entry.kind === 'fault' && entry.step === 'healed' ? null : entry,
    );
    expect(verdict(unhealed)).to.equal('unknown');
  });

  it('is unknown where it is said to hold without a canary', () => {
    expect(verdict(withEntries(correctRun(), { ...look, reasons: [], canaryMs: null, atMs: 7990 }))).to.equal(
      'unknown',
    );
    expect(verdict(withEntries(correctRun(), { ...look, reasons: [], canaryMs: 900, atMs: 7990 }))).to.equal('unknown');
  });
});
