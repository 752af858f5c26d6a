import { expect } from 'chai';
import { violationsOf, withEntries, withJournal, withLives, withRows } from '../../contracts/sample-run/changes.ts';
import { correctRun } from '../../contracts/sample-run/correct-run.ts';
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
    expect(violationsOf(judge(withLives(run, 'worker-2', { exitCode: 1 })))).to.deep.equal(['drained-badly']);
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
});
