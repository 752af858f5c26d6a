import { expect } from 'chai';
import { withEntries, withJournal, withPlan } from '../../contracts/sample-run/changes.ts';
import { correctRun } from '../../contracts/sample-run/correct-run.ts';
import { call, extraction, extractionTerms } from '../../contracts/sample-run/journal-builder.ts';
import type { Finding } from '../../model/check.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { Call } from '../evidence/hand-outs.ts';
import { isCall, isRescue, shifted, termOf } from '../test-support/late-rescue.ts';
import { linkFault } from '../test-support/link-fault.ts';
import { recoversWithinBound } from './recovers-within-bound.ts';
import { unitRecoveries } from './unit-recovery.ts';

const run = correctRun();

describe('the absence', () => {
  it('of a link fault is the outage and as much again to reconnect, at most 12 s', () => {
    expect(unitRecoveries(linkFault(6000, 6000))[0]?.terms.absenceMs).to.equal(12_000);
    expect(unitRecoveries(linkFault(20_000, 20_000))[0]?.terms.absenceMs).to.equal(32_000);
  });

  it('of a link fault is never longer than planned', () => {
    expect(unitRecoveries(linkFault(9000, 2000))[0]?.terms.absenceMs).to.equal(4000);
  });

  it('holds up the work of every worker where a server was struck', () => {
    const server = withJournal(run, (entry) =>
      entry.kind === 'fault' ? { ...entry, component: 'temporal', incarnation: 1 } : entry,
    );
    const other = withEntries(
      server,
      call('worker-2', 3300, {
        task: 'workflow',
        workflowId: 'document-1',
        startedEventId: '3',
        method: 'PollWorkflowTaskQueue',
      }),
    );
    const units = unitRecoveries(other).map(({ unit }) => unit);
    expect(units).to.include('extractPages of document-1, attempt 1');
    expect(units).to.include('workflow task of document-1 (event 3)');
  });
});

describe('recovers-within-bound: the absence', () => {
  const judge = (evidence: Evidence): Finding => recoversWithinBound.judge(evidence);

  it('counts the absence of a single worker until the replacement polls, but not beyond the plan', () => {
    const alone = (lateMs: number): Evidence =>
      withJournal(run, (entry) => {
        if (entry.kind !== 'call' || entry.component !== 'worker-2') return shifted(entry, lateMs);
        return isRescue(entry) || isCall(entry, 'document-2', '6') ? replaced(entry, lateMs) : null;
      });
    expect(termOf(judge(alone(0)), 'absenceMs')).to.equal(3040);
    expect(judge(alone(0)).verdict).to.equal('valid');
    expect(termOf(judge(alone(15_000)), 'absenceMs')).to.equal(3040);
    expect(judge(alone(15_000)).verdict).to.equal('invalid');
  });
});

describe('recovers-within-bound: attempts after the absence', () => {
  const judge = (evidence: Evidence): Finding => recoversWithinBound.judge(evidence);

  /** The run of a single worker that is to be away for 5 s; its replacement fails attempts 2 and 3 of the extraction. */
  function failingTwice(lateMs: number): Evidence {
    const alone = withJournal(run, (entry) => {
      if (entry.kind !== 'call' || entry.component !== 'worker-2') return shifted(entry, 3000);
      if (isCall(entry, 'document-2', '6')) return replaced(entry, 3000);
      return isRescue(entry) ? { ...replaced(entry, 6300 + lateMs), attempt: 4 } : null;
    });
    const schedule = alone.plan.schedule.map((planned) => ({ ...planned, healAfterMs: 5000 }));
    const failures = [2, 3].flatMap((attempt) => {
      const atMs = 6600 + 1500 * attempt;
      const own = { ...extraction, attempt, incarnation: 2, terms: extractionTerms };
      return [
        call('worker-1', atMs, { ...own, method: 'PollActivityTaskQueue' }),
        call('worker-1', atMs + 300, { ...own, method: 'RespondActivityTaskFailed' }),
      ];
    });
    return withEntries(withPlan(alone, { schedule }), ...failures);
  }

  it('come on top of it, for no worker could begin them sooner', () => {
    const finding = judge(failingTwice(0));
    expect(finding.exhibits[0]).to.deep.include({
      recoveryTimeMs: 10_070,
      boundMs: 12_430,
      terms: {
        detectionMs: 2000,
        backOffMs: 200,
        furtherMs: 3790,
        absenceMs: 6040,
        afterAbsenceMs: 3790,
        slotMs: 0,
        pickUpMs: 100,
        slackMs: 2500,
      },
    });
    expect(finding.verdict).to.equal('valid');
    expect(judge(failingTwice(2400)).verdict, 'later than that').to.equal('invalid');
  });
});

describe('recovers-within-bound: a chain of faults', () => {
  /** The run of a single worker whose replacement is struck in its turn, and then replaced too; that one rescues so much later. */
  function struckAgain(secondMs: number, lateMs: number): Evidence {
    const alone = withJournal(run, (entry) => {
      if (entry.kind !== 'call' || entry.component !== 'worker-2') return entry;
      const rescued = isRescue(entry) || isCall(entry, 'document-2', '6');
      return rescued ? { ...replaced(entry, secondMs - 3430 + lateMs), incarnation: 3 } : null;
    });
    const schedule = alone.plan.schedule.flatMap((planned) => [planned, { ...planned, id: 'second' }]);
    const fault = {
      kind: 'fault',
      fault: 'worker-kill',
      faultId: 'second',
      component: 'worker-1',
      incarnation: 2,
    } as const;
    const radius = { components: ['worker-1'], links: [] };
    return withEntries(
      withPlan(alone, { schedule }),
      call('worker-1', secondMs, {
        method: 'PollActivityTaskQueue',
        incarnation: 2,
        startedMs: 6470,
        outcome: 'cancelled',
      }),
      call('worker-1', secondMs + 3200, {
        method: 'PollActivityTaskQueue',
        incarnation: 3,
        startedMs: secondMs + 3100,
      }),
      { ...fault, step: 'moment-reached', atMs: secondMs - 2 },
      { ...fault, step: 'injecting', radius, atMs: secondMs - 1 },
      { ...fault, step: 'injected', atMs: secondMs },
      { ...fault, step: 'healing', atMs: secondMs + 2000 },
      { ...fault, step: 'healed', atMs: secondMs + 3000 },
    );
  }
  const judge = (evidence: Evidence): Finding => recoversWithinBound.judge(evidence);

  it('goes on with the absence if the second struck before the unit was due', () => {
    const finding = judge(struckAgain(6900, 0));
    expect(finding.exhibits[0]).to.deep.include({ faultId: 'kill', state: 'within' });
    expect(termOf(finding, 'absenceMs')).to.be.greaterThan(6000);
    expect(judge(struckAgain(6900, 9000)).verdict, 'later than the second allows').to.equal('invalid');
  });

  it('does not excuse a unit that was overdue when the second struck', () => {
    const finding = judge(struckAgain(20_000, 0));
    expect(finding.verdict).to.equal('invalid');
    expect(termOf(finding, 'absenceMs')).to.equal(3030);
  });
});

/** A call of worker-2 as one of the replacement, after it was there. */
function replaced(entry: Call, lateMs: number): Call {
  const moved = 1200 + lateMs;
  const startedMs = Math.max(entry.startedMs, 5281) + moved;
  return { ...entry, component: 'worker-1', incarnation: 2, atMs: entry.atMs + moved, startedMs };
}
