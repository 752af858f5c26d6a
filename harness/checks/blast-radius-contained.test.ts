import { expect } from 'chai';
import type { BlastRadius } from '../model/blast-radius.ts';
import type { Finding } from '../model/check.ts';
import type { ComponentRow, Evidence } from '../model/evidence.ts';
import { blastRadiusContained } from './blast-radius-contained.ts';
import { violationsOf, withEntries, withJournal, withoutFault, withPlan, withRows } from './test-support/changes.ts';
import { correctRun } from './test-support/correct-run.ts';

const run = correctRun();
const judge = (evidence: Evidence): Finding => blastRadiusContained.judge(evidence);
const toxic = { name: 'chaos', type: 'timeout', stream: 'upstream', attributes: { timeout: 0 } };

describe('blast-radius-contained', () => {
  it('is valid for the correct run, whose victim lost its own connection', () => {
    const finding = judge(run);
    expect(finding.verdict).to.equal('valid');
    expect(finding.summary).to.equal('1 injection; 3 components and 2 links outside the blast radius untouched.');
  });

  it('is invalid where a bystander exited by a fault, by itself, or nobody knows why', () => {
    for (const purpose of ['fault', 'unplanned', null] as const) {
      const finding = judge(withLife('worker-2', { purpose, exitedMs: 3422, signal: 'SIGKILL' }));
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
    expect(violationsOf(judge(withLife('temporal', { oomKilled: true })))).to.deep.equal(['out-of-memory']);
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

  it('is invalid where a link outside the radius has a toxic or is disabled', () => {
    const struck = withEntries(run, {
      kind: 'toxics',
      link: 'temporal@worker-2',
      enabled: true,
      toxics: [toxic],
      atMs: 4000,
    });
    expect(judge(struck).verdict).to.equal('invalid');
    expect(violationsOf(judge(struck))).to.deep.equal(['toxic']);
    const cut = withEntries(run, { kind: 'toxics', link: 'supabase@worker-2', enabled: false, toxics: [], atMs: 4000 });
    expect(violationsOf(judge(cut))).to.deep.equal(['toxic']);
  });

  it('is invalid where a connection broke with both ends outside, and not where one end is inside', () => {
    const entry = { kind: 'connection', incarnation: 1, change: 'broken', atMs: 4000 } as const;
    expect(violationsOf(judge(withEntries(run, { ...entry, link: 'temporal@worker-2' })))).to.deep.equal(['broken']);
    expect(judge(withEntries(run, { ...entry, link: 'outside@worker-1' })).verdict).to.equal('valid');
  });

  it('does not count connections that break while the run itself ends the workers', () => {
    const entry = {
      kind: 'connection',
      link: 'temporal@worker-2',
      incarnation: 1,
      change: 'broken',
      atMs: 8100,
    } as const;
    expect(judge(withEntries(run, entry)).verdict).to.equal('valid');
  });

  it('is invalid where a fault was injected that is not planned, or on another target, or on two', () => {
    const fault = {
      kind: 'fault',
      fault: 'worker-kill',
      component: 'worker-2',
      incarnation: 1,
      step: 'injecting',
      atMs: 3412,
    } as const;
    expect(violationsOf(judge(withEntries(run, { ...fault, faultId: 'stray' })))).to.deep.equal(['unplanned-fault']);
    expect(violationsOf(judge(withEntries(run, { ...fault, faultId: 'kill' })))).to.deep.equal(['too-wide']);
    const schedule = run.plan.schedule.map((planned) => ({
      ...planned,
      target: { role: 'component' as const, name: 'worker-2' },
    }));
    expect(violationsOf(judge(withPlan(run, { schedule })))).to.deep.equal(['unplanned-fault']);
  });

  it('lets a link fault have its link while it lasts, and nothing else of that worker', () => {
    const linked = linkFault('supabase@worker-2');
    const inside = withEntries(linked, {
      kind: 'toxics',
      link: 'supabase@worker-2',
      enabled: true,
      toxics: [toxic],
      atMs: 4000,
    });
    expect(judge(inside).verdict).to.equal('valid');
    const late = withEntries(linked, {
      kind: 'toxics',
      link: 'supabase@worker-2',
      enabled: true,
      toxics: [toxic],
      atMs: 7000,
    });
    expect(violationsOf(judge(late))).to.deep.equal(['toxic']);
    const other = withEntries(linked, {
      kind: 'toxics',
      link: 'temporal@worker-2',
      enabled: true,
      toxics: [toxic],
      atMs: 4000,
    });
    expect(violationsOf(judge(other))).to.deep.equal(['toxic']);
    const crashed = withRows(inside, 'components', (rows) => lives(rows, 'worker-2', { purpose: 'unplanned' }));
    expect(violationsOf(judge(crashed))).to.deep.equal(['exited']);
  });

  it('lets a server that can not do without the struck one end by itself while that lasts, and nobody strike it', () => {
    const needed = serverFault('postgresql', { components: ['postgresql', 'temporal'], links: ['temporal@*'] });
    const died = { purpose: 'unplanned', exitedMs: 4000, exitCode: 1 } as const;
    const judged = (evidence: Evidence, change: Partial<Life>): readonly unknown[] =>
      violationsOf(judge(withRows(evidence, 'components', (rows) => lives(rows, 'temporal', change)))).filter(
        (violation) => violation !== null,
      );
    expect(judged(needed, died)).to.deep.equal([]);
    expect(judged(needed, { ...died, exitedMs: 7000 }), 'after the healing').to.deep.equal(['exited']);
    expect(judged(needed, { ...died, purpose: 'fault' }), 'by a fault').to.deep.equal(['exited']);
    expect(judged(needed, { ...died, oomKilled: true })).to.deep.equal(['out-of-memory', 'exited']);
    const alone = serverFault('postgresql', { components: ['postgresql'], links: ['temporal@*'] });
    expect(judged(alone, died), 'outside of the radius').to.deep.equal(['exited']);
    const paused = { kind: 'component', component: 'temporal', incarnation: 1, change: 'paused', atMs: 4000 } as const;
    expect(violationsOf(judge(withEntries(needed, paused)))).to.deep.equal(['paused']);
  });

  it('lets a server that was struck break every link that leads to it, and no other', () => {
    const temporal = serverFault('temporal', { components: ['temporal'], links: ['temporal@*'] });
    const broken = { kind: 'connection', incarnation: 1, change: 'broken', atMs: 4000 } as const;
    expect(judge(withEntries(temporal, { ...broken, link: 'temporal@worker-2' })).verdict).to.equal('valid');
    const other = judge(withEntries(temporal, { ...broken, link: 'supabase@worker-2' }));
    expect(violationsOf(other)).to.deep.equal(['broken']);
    const worker = withRows(temporal, 'components', (rows) =>
      lives(rows, 'worker-2', { purpose: 'fault', exitedMs: 3422, signal: 'SIGKILL' }),
    );
    expect(violationsOf(judge(worker)), 'a worker too').to.deep.equal(['exited']);
  });

  it('is invalid where a bystander was drained or torn down before the end of the run', () => {
    for (const purpose of ['drain', 'teardown'] as const) {
      const early = withLife('worker-2', { purpose, exitedMs: 3500, exitCode: 0 });
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
    expect(violationsOf(judge(withLife('worker-2', { exitCode: 1 })))).to.deep.equal(['drained-badly']);
    const killed = withLife('worker-2', { exitCode: null, signal: 'SIGKILL' });
    expect(violationsOf(judge(killed))).to.deep.equal(['drained-badly']);
  });

  it('is unknown where book and journal tell other lives or exits', () => {
    const isOf = (entry: Evidence['journal'][number], component: string): boolean =>
      entry.kind === 'component' && entry.component === component;
    const silent = withJournal(run, (entry) => (isOf(entry, 'temporal') ? null : entry));
    expect(judge(silent).verdict).to.equal('unknown');
    const exited = { kind: 'component', component: 'temporal', incarnation: 1, change: 'exited', atMs: 4000 } as const;
    expect(judge(withEntries(run, { ...exited, exitCode: 1, signal: null, purpose: 'unplanned' })).verdict).to.equal(
      'unknown',
    );
    expect(judge(withEntries(run, { ...exited, incarnation: 2, change: 'spawned' })).verdict).to.equal('unknown');
    const victim = withRows(run, 'components', (rows) =>
      lives(rows, 'worker-1', { purpose: 'drain', exitedMs: 8100, exitCode: 0, signal: null }),
    );
    expect(judge(victim).verdict).to.equal('unknown');
    const fewer = withRows(run, 'components', (rows) => rows.filter((row) => row.component !== 'worker-2'));
    expect(judge(fewer).verdict).to.equal('unknown');
    expect(judge(withPlan(run, { workers: 3 })).verdict).to.equal('unknown');
  });

  it('lets the run itself tear the servers down after its books were read', () => {
    const exited = { kind: 'component', component: 'temporal', incarnation: 1, change: 'exited', atMs: 9200 } as const;
    const ended = withEntries(run, { ...exited, exitCode: null, signal: 'SIGKILL', purpose: 'teardown' });
    expect(judge(ended).verdict).to.equal('valid');
  });

  it('is unknown where nobody looked at a bystander while the fault was in force', () => {
    const unseen = (isOne: (entry: Evidence['journal'][number]) => boolean): Finding =>
      judge(withJournal(run, (entry) => (isOne(entry) ? null : entry)));
    const process = unseen((entry) => entry.kind === 'process' && entry.component === 'temporal');
    expect(process.verdict).to.equal('unknown');
    expect(process.summary).to.contain('temporal');
    const link = unseen((entry) => entry.kind === 'toxics' && entry.link === 'temporal@worker-2');
    expect(link.verdict).to.equal('unknown');
    expect(link.summary).to.contain('temporal@worker-2');
    const own = unseen((entry) => entry.kind === 'toxics' && entry.link === 'temporal@worker-1');
    expect(own.verdict).to.equal('valid');
    const late = withJournal(run, (entry) => (entry.kind === 'process' ? { ...entry, sequence: 900 } : entry));
    expect(judge(late).verdict).to.equal('unknown');
  });

  it('is valid without a fault where nobody was touched', () => {
    expect(judge(withoutFault(run)).verdict).to.equal('valid');
  });

  it('is unknown where no component outside the radius was observed', () => {
    expect(judge(withRows(run, 'components', () => [])).verdict).to.equal('unknown');
    expect(judge(withRows(run, 'components', (rows) => rows.slice(0, 1))).verdict).to.equal('unknown');
  });
});

type Life = ComponentRow['incarnations'][number];

function lives(rows: readonly ComponentRow[], component: string, change: Partial<Life>): readonly ComponentRow[] {
  return rows.map((row) =>
    row.component === component
      ? { ...row, incarnations: row.incarnations.map((life) => ({ ...life, ...change })) }
      : row,
  );
}

function withLife(component: string, change: Partial<Life>): Evidence {
  return withRows(run, 'components', (rows) => lives(rows, component, change));
}

/** The run without its kill, with a fault of a server instead, from 3411 to 6490, that declares what it may touch. */
function serverFault(component: string, radius: BlastRadius): Evidence {
  return withJournal(linkFault('none'), (entry) => {
    if (entry.kind !== 'fault') return entry;
    const { link: _, ...rest } = entry;
    return { ...rest, component, ...(entry.step === 'injecting' ? { radius } : {}) };
  });
}

/** The run without its kill, with a fault of a link of worker-2 instead, from 3411 to 6490. */
function linkFault(link: string): Evidence {
  const calm = withPlan(withoutFault(run), { schedule: run.plan.schedule });
  const entries = run.journal.filter((entry) => entry.kind === 'fault' && entry.component !== undefined);
  const journal = [...calm.journal, ...entries].toSorted((a, b) => a.atMs - b.atMs);
  return withJournal({ ...calm, journal }, (entry) =>
    entry.kind === 'fault' ? { ...entry, component: 'worker-2', link } : entry,
  );
}
