import { expect } from 'chai';
import { withEntries, withJournal, withPlan } from '../../contracts/sample-run/changes.ts';
import { correctRun } from '../../contracts/sample-run/correct-run.ts';
import { call, extraction } from '../../contracts/sample-run/journal-builder.ts';
import type { Finding } from '../../model/check.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { PlannedFault } from '../../model/plan.ts';
import { isReplacement, shifted, statesOf } from '../test-support/late-rescue.ts';
import { healingRecoveries } from './healing-recovery.ts';
import { recoversWithinBound } from './recovers-within-bound.ts';

const run = correctRun();
/** Between the beginning of its kill and the death of worker-1. */
const STRUCK = 3415;

describe('recovers-within-bound: the healing', () => {
  const judge = (evidence: Evidence): Finding => recoversWithinBound.judge(evidence);

  it('is invalid where the replacement came late, though another worker had taken over', () => {
    const finding = judge(withJournal(run, (entry) => shifted(entry, 15_000)));
    expect(finding.verdict).to.equal('invalid');
    expect(statesOf(finding)).to.deep.equal(['late', 'within', 'within']);
    const never = judge(withJournal(run, (entry) => (isReplacement(entry) ? null : entry)));
    expect(statesOf(never)).to.deep.equal(['never', 'within', 'within']);
  });

  /** The correct run with one more fault of worker-1, and the recovery of each. */
  function besides(id: string, atMs: readonly [number, number, number, number], link?: string) {
    const [kill] = run.plan.schedule;
    const fault = link === undefined ? 'worker-pause' : 'link-latency';
    const schedule = [{ ...kill, id, fault, healAfterMs: 100 } as PlannedFault, ...run.plan.schedule];
    const of = { kind: 'fault', fault, faultId: id, component: 'worker-1', incarnation: 1 } as const;
    const steps = (['injecting', 'injected', 'healing', 'healed'] as const).map((step, index) => ({
      ...of,
      ...(link === undefined ? {} : { link }),
      step,
      atMs: atMs[index] ?? 0,
    }));
    const found = healingRecoveries(withPlan(withEntries(run, ...steps), { schedule }));
    return { other: found.find(({ faultId }) => faultId === id), kill: found.find(({ faultId }) => faultId !== id) };
  }

  it('does not take a replacement after a kill for the healing of a pause of the same life before it', () => {
    const { other } = besides('pause', [3050, 3100, 3150, 3200]);
    expect(other).to.include({ unit: 'healing of worker-1', state: 'within', recoveryTimeMs: 100 });
  });

  it('takes a death for that of the fault that ended the life, not of one of its links or one that was healed', () => {
    const killed = { unit: 'replacement of worker-1', state: 'within' };
    const link = besides('latency', [STRUCK, STRUCK, 3500, 3600], 'temporal@worker-1');
    expect(link.kill).to.include(killed);
    expect(link.other).to.include({ unit: 'healing of temporal@worker-1' });
    const pause = besides('pause', [STRUCK, STRUCK, STRUCK, STRUCK]);
    expect(pause.kill).to.include(killed);
    expect(pause.other).to.include({ unit: 'healing of worker-1', state: 'within' });
  });

  it('takes another that stood by for the replacement, if it was put to work after the strike', () => {
    const without = withJournal(run, (entry) => (isReplacement(entry) ? null : entry));
    const standby = (component: string, atMs: number): Evidence =>
      withEntries(without, { kind: 'component', component, incarnation: 1, change: 'put-to-work', atMs });
    expect(statesOf(judge(standby('worker-2', 4000)))).to.deep.equal(['within', 'within', 'within']);
    expect(statesOf(judge(standby('worker-2', 1500)))).to.deep.equal(['never', 'within', 'within']);
    expect(statesOf(judge(standby('worker-1', 4000)))).to.deep.equal(['never', 'within', 'within']);
  });

  it('is unknown where the healing began in time and took longer than the slack, and invalid beyond 10 s', () => {
    const taking = (lateMs: number): string => judge(withJournal(run, (entry) => shifted(entry, lateMs))).verdict;
    expect([2400, 2600, 9900, 10_100].map((lateMs) => taking(lateMs))).to.deep.equal([
      'valid',
      'unknown',
      'unknown',
      'invalid',
    ]);
  });

  it('is invalid where the healing began too late, unless the harness stalled so long', () => {
    const late = withJournal(run, (entry) =>
      entry.kind === 'fault' && entry.step === 'healing' ? { ...entry, atMs: 8000 } : entry,
    );
    expect(statesOf(judge(late))).to.deep.equal(['late', 'within', 'within']);
    const stalled = withEntries(late, { kind: 'stall', stallMs: 100, atMs: 5000 });
    expect(judge(stalled).verdict).to.equal('valid');
  });

  it('may stall before a healing that brings nothing back: the fault itself had started the successor', () => {
    const early = withJournal(run, (entry) => {
      if (entry.kind === 'fault' && entry.step === 'healing') return { ...entry, atMs: 8000 };
      return isReplacement(entry) ? { ...entry, atMs: 3420 } : entry;
    });
    expect(statesOf(judge(early))).to.deep.equal(['late', 'within', 'within']);
    const stalled = withEntries(early, { kind: 'stall', stallMs: 100, atMs: 5000 });
    expect(judge(stalled).verdict).to.equal('valid');
  });

  it('is valid where the healing took longer than the slack, but no longer than the stalls explain', () => {
    const taking = (stallMs: number): string => {
      const late = withJournal(run, (entry) => shifted(entry, 2600));
      return judge(withEntries(late, { kind: 'stall', stallMs, atMs: 5400 })).verdict;
    };
    // 110 ms beyond the slack.
    expect([100, 120].map((stallMs) => taking(stallMs))).to.deep.equal(['unknown', 'valid']);
  });

  it('is invalid where the replacement came far later than the stalls and the slow machine explain', () => {
    const look = { kind: 'machine', overMs: 20_000, waitedMs: 20_000, source: 'pressure', atMs: 20_000 } as const;
    const heartbeat = { ...extraction, activityId: '9', attempt: 1, method: 'RecordActivityTaskHeartbeat' };
    const slow = call('worker-2', 6000, { ...heartbeat, startedMs: 5000 });
    const stalled = (stallMs: number): Evidence => {
      const late = withJournal(run, (entry) => shifted(entry, 15_000));
      return withEntries(late, look, slow, { kind: 'stall', stallMs, atMs: 14_000 });
    };
    // It is 12.5 s beyond the slack; the machine explains 4 s of that.
    expect(statesOf(judge(stalled(6000)))[0]).to.equal('late');
    expect(statesOf(judge(stalled(8600))))
      .to.include('slow')
      .and.not.include('late');
  });

  it('is unknown where the healing began a little late, as the stalls explain, and then took a while', () => {
    const begun = withJournal(run, (entry) =>
      entry.kind === 'fault' && entry.step === 'healing' ? { ...entry, atMs: 8000 } : shifted(entry, 5000),
    );
    expect(statesOf(judge(begun))).to.include('late');
    const stalled = withEntries(begun, { kind: 'stall', stallMs: 100, atMs: 5000 });
    expect(statesOf(judge(stalled)))
      .to.include('slow')
      .and.not.include('late');
  });

  it('is valid where a slow machine explains that the healing began late, and invalid beyond that', () => {
    const look = { kind: 'machine', overMs: 9000, waitedMs: 8900, source: 'pressure', atMs: 10_000 } as const;
    const heartbeat = { ...extraction, activityId: '9', attempt: 1, method: 'RecordActivityTaskHeartbeat' };
    const slow = call('worker-2', 5500, { ...heartbeat, startedMs: 5000 });
    const beginning = (atMs: number): Evidence =>
      withEntries(
        withJournal(run, (entry) =>
          entry.kind === 'fault' && entry.step === 'healing' ? { ...entry, atMs } : shifted(entry, atMs - 5430),
        ),
        look,
        slow,
      );
    expect(statesOf(judge(beginning(8200)))[2], '270 ms too late').to.equal('within');
    expect(statesOf(judge(beginning(10_200))).includes('late'), '2270 ms too late').to.equal(true);
  });
});

describe('the replacement of what died', () => {
  it('may be there before we have written down that it died: a restart policy is quick', () => {
    const early = withJournal(run, (entry) =>
      entry.kind === 'component' && entry.incarnation === 2 && entry.change === 'spawned'
        ? { ...entry, atMs: 3425 }
        : entry,
    );
    expect(healingRecoveries(early)[0]).to.include({ unit: 'replacement of worker-1', state: 'within' });
  });
});
