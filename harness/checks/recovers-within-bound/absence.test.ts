import { expect } from 'chai';
import { withEntries, withJournal } from '../../contracts/sample-run/changes.ts';
import { correctRun } from '../../contracts/sample-run/correct-run.ts';
import { call } from '../../contracts/sample-run/journal-builder.ts';
import type { Finding } from '../../model/check.ts';
import type { Evidence } from '../../model/evidence.ts';
import { type Entry, isCall, isRescue, shifted, termOf } from '../test-support/late-rescue.ts';
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

/** A call of worker-2 as one of the replacement, after it was there. */
function replaced(entry: Entry, lateMs: number): Entry {
  if (entry.kind !== 'call') return entry;
  const moved = 1200 + lateMs;
  const startedMs = Math.max(entry.startedMs, 5281) + moved;
  return { ...entry, component: 'worker-1', incarnation: 2, atMs: entry.atMs + moved, startedMs };
}
