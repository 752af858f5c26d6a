import { expect } from 'chai';
import { withEntries, withJournal } from '../../contracts/sample-run/changes.ts';
import { correctRun } from '../../contracts/sample-run/correct-run.ts';
import { call, extraction } from '../../contracts/sample-run/journal-builder.ts';
import type { Finding } from '../../model/check.ts';
import type { Evidence } from '../../model/evidence.ts';
import { isReplacement, shifted, statesOf } from '../test-support/late-rescue.ts';
import { healingRecoveries } from './healing-recovery.ts';
import { recoversWithinBound } from './recovers-within-bound.ts';

const run = correctRun();

describe('recovers-within-bound: the healing', () => {
  const judge = (evidence: Evidence): Finding => recoversWithinBound.judge(evidence);

  it('is invalid where the replacement came late, though another worker had taken over', () => {
    const finding = judge(withJournal(run, (entry) => shifted(entry, 15_000)));
    expect(finding.verdict).to.equal('invalid');
    expect(statesOf(finding)).to.deep.equal(['late', 'within', 'within']);
    const never = judge(withJournal(run, (entry) => (isReplacement(entry) ? null : entry)));
    expect(statesOf(never)).to.deep.equal(['never', 'within', 'within']);
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

  it('is invalid where the healing began too late, unless the harness stalled', () => {
    const late = withJournal(run, (entry) =>
      entry.kind === 'fault' && entry.step === 'healing' ? { ...entry, atMs: 8000 } : entry,
    );
    expect(statesOf(judge(late))).to.deep.equal(['late', 'within', 'within']);
    const stalled = withEntries(late, { kind: 'stall', stallMs: 100, atMs: 5000 });
    expect(judge(stalled).verdict).to.equal('unknown');
  });

  it('is unknown where a slow machine explains that the healing began late, and invalid beyond that', () => {
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
    expect(statesOf(judge(beginning(8200)))[2], '270 ms too late').to.equal('slow');
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
