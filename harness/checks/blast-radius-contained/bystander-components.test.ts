import { expect } from 'chai';
import { violationsOf, withEntries, withJournal, withLives, withRows } from '../../contracts/sample-run/changes.ts';
import { correctRun } from '../../contracts/sample-run/correct-run.ts';
import { call, extraction } from '../../contracts/sample-run/journal-builder.ts';
import type { Finding } from '../../model/check.ts';
import type { ComponentRow, Evidence } from '../../model/evidence.ts';
import { serverFaultInstead } from '../test-support/fault-instead.ts';
import { blastRadiusContained } from './blast-radius-contained.ts';

const run = correctRun();
const judge = (evidence: Evidence): Finding => blastRadiusContained.judge(evidence);

describe('blast-radius-contained: the components outside of it', () => {
  it('is invalid if a bystander exited by a fault, by itself, or for an unknown reason', () => {
    for (const purpose of ['fault', 'unplanned', null] as const) {
      const finding = judge(withLives(run, 'worker-2', { purpose, exitedMs: 3422, signal: 'SIGKILL' }));
      expect(finding.verdict).to.equal('invalid');
      expect(violationsOf(finding)).to.deep.equal(['exited']);
    }
  });

  it('is invalid where the replacement of the victim crashed', () => {
    const finding = judge(
      withRows(run, 'components', (rows) =>
        rows.map((row) => ({
          ...row,
          incarnations: row.incarnations.map((life) =>
            life.incarnation === 2 ? { ...life, purpose: 'unplanned' as const } : life,
          ),
        })),
      ),
    );
    expect(violationsOf(finding)).to.deep.equal(['exited']);
  });

  it('is invalid where a bystander was out of memory or was stopped', () => {
    expect(violationsOf(judge(withLives(run, 'temporal', { oomKilled: true })))).to.deep.equal(['out-of-memory']);
    const paused = withEntries(run, {
      kind: 'component',
      component: 'worker-2',
      incarnation: 1,
      change: 'paused',
      atMs: 4000,
    });
    expect(violationsOf(judge(paused))).to.deep.equal(['paused']);
    const seen = withEntries(run, {
      kind: 'process',
      component: 'temporal',
      incarnation: 1,
      state: 'T',
      pids: [20],
      atMs: 4000,
    });
    expect(violationsOf(judge(seen))).to.deep.equal(['paused']);
  });

  it('lets a server that depends on the struck one end by itself meanwhile, but not be struck', () => {
    const needed = serverFaultInstead('postgresql', { components: ['postgresql', 'temporal'], links: ['temporal@*'] });
    const died = { purpose: 'unplanned', exitedMs: 4000, exitCode: 1 } as const;
    const judged = (evidence: Evidence, change: Partial<ComponentRow['incarnations'][number]>): readonly unknown[] =>
      violationsOf(judge(withLives(evidence, 'temporal', change))).filter((violation) => violation !== null);
    expect(judged(needed, died)).to.deep.equal([]);
    expect(judged(needed, { ...died, exitedMs: 7000 }), 'after the healing').to.deep.equal(['exited']);
    expect(judged(needed, { ...died, purpose: 'fault' }), 'by a fault').to.deep.equal(['exited']);
    expect(judged(needed, { ...died, oomKilled: true })).to.deep.equal(['out-of-memory', 'exited']);
    const alone = serverFaultInstead('postgresql', { components: ['postgresql'], links: ['temporal@*'] });
    expect(judged(alone, died), 'outside of the radius').to.deep.equal(['exited']);
    const paused = { kind: 'component', component: 'temporal', incarnation: 1, change: 'paused', atMs: 4000 } as const;
    expect(violationsOf(judge(withEntries(needed, paused)))).to.deep.equal(['paused']);
  });

  it('is invalid where a bystander was drained or torn down before the end of the run', () => {
    for (const purpose of ['drain', 'teardown'] as const) {
      const early = withLives(run, 'worker-2', { purpose, exitedMs: 3500, exitCode: 0 });
      expect(violationsOf(judge(early)), purpose).to.deep.equal(['exited']);
    }
  });

  it('is invalid where a bystander had a second life', () => {
    const twice = withRows(run, 'components', (rows) =>
      rows.map((row) =>
        row.component === 'temporal'
          ? { ...row, incarnations: row.incarnations.flatMap((life) => [life, { ...life, incarnation: 2 }]) }
          : row,
      ),
    );
    expect(violationsOf(judge(twice))).to.deep.equal(['second-life']);
  });

  it('is invalid where a worker did not end by itself when it was drained', () => {
    const badly = judge(withLives(run, 'worker-2', { exitCode: 1 }));
    expect(violationsOf(badly)).to.deep.equal(['drained-badly']);
    expect(badly.summary, 'no strike').to.match(
      /^1 worker did not end well on SIGTERM; first .*ended with code 1; a worker must/,
    );
    const killed = withLives(run, 'worker-2', { exitCode: null, signal: 'SIGKILL' });
    expect(violationsOf(judge(killed))).to.deep.equal(['drained-badly']);
  });

  it('lets a drained worker end as its runtime does: with 143 or 130, or by the signal itself', () => {
    for (const end of [
      { exitCode: 143 },
      { exitCode: 130 },
      { exitCode: null, signal: 'SIGTERM' },
      { exitCode: null, signal: 'SIGINT' },
    ]) {
      const told = withJournal(run, (entry) =>
        entry.kind === 'component' && entry.component === 'worker-2' && entry.change === 'exited'
          ? { ...entry, ...end }
          : entry,
      );
      expect(judge(withLives(told, 'worker-2', end)).verdict, JSON.stringify(end)).to.equal('valid');
    }
    expect(violationsOf(judge(withLives(run, 'worker-2', { exitCode: 134 })))).to.deep.equal(['drained-badly']);
  });

  it('names a worker whose runtime crashed after it had drained, but accuses none', () => {
    const shutdown = call('worker-2', 8060, { method: 'ShutdownWorker' });
    const crashed = (end: Partial<ComponentRow['incarnations'][number]>): Evidence =>
      withEntries(
        withJournal(withLives(run, 'worker-2', end), (entry) =>
          entry.kind === 'component' && entry.component === 'worker-2' && entry.change === 'exited'
            ? { ...entry, exitCode: end.exitCode ?? null, signal: end.signal ?? null }
            : entry,
        ),
        shutdown,
      );
    for (const end of [{ exitCode: null, signal: 'SIGABRT' }, { exitCode: 139 }]) {
      expect(judge(crashed(end)).verdict).to.equal('valid');
      expect(judge(crashed(end)).summary).to.match(/ worker-2 #1 \(.+\) crashed after all its tasks were answered\.$/);
    }
    const aborted = crashed({ exitCode: null, signal: 'SIGABRT' });
    const unanswered = withJournal(aborted, (entry) =>
      entry.kind === 'call' && entry.component === 'worker-2' && entry.method === 'RespondWorkflowTaskCompleted'
        ? null
        : entry,
    );
    expect(violationsOf(judge(unanswered)), 'with a task in hand').to.deep.equal(['drained-badly']);
    const task = { ...extraction, attempt: 7, method: 'PollActivityTaskQueue' };
    const lost = call('worker-2', 7800, task);
    const anew = call('worker-2', 7900, { ...task, attempt: 8 });
    const answer = call('worker-2', 7950, { ...task, attempt: 8, method: 'RespondActivityTaskCompleted' });
    expect(violationsOf(judge(withEntries(aborted, lost))), 'with a lost task').to.deep.equal(['drained-badly']);
    expect(judge(withEntries(aborted, lost, anew, answer)).verdict, 'which was dispatched anew').to.equal('valid');
    const undrained = withJournal(aborted, (entry) =>
      entry.kind === 'call' && entry.component === 'worker-2' && entry.method === 'ShutdownWorker' ? null : entry,
    );
    expect(violationsOf(judge(undrained)), 'without a word to the server').to.deep.equal(['drained-badly']);
    expect(violationsOf(judge(crashed({ exitCode: 1 }))), 'that failed by its own account').to.deep.equal([
      'drained-badly',
    ]);
  });
});
