import type { ComponentRow, Evidence } from '../../model/evidence.ts';
import { entriesOf, type JournalEntry } from '../../model/journal.ts';
import type { WallClock } from './wall-clock.ts';
import { type EffectMark, effectMarks } from './workflow-lanes.ts';

/** One life of a component on the timeline. */
export interface LifeBar {
  readonly incarnation: number;
  readonly fromMs: number;
  readonly toMs: number;
  readonly end: 'alive' | 'killed' | 'ended' | 'unplanned';
  readonly text: string;
}

/** The lane of one component. */
export interface ComponentLane {
  readonly name: string;
  readonly role: ComponentRow['role'];
  /** Position among the workers, from 0; null for a server. */
  readonly worker: number | null;
  readonly lives: readonly LifeBar[];
  /** Effects that name no known workflow; only on the outside world's lane. */
  readonly strays: readonly EffectMark[];
}

/** A lane per component: from the components book, or else from the journal's entries of their lives. */
export function componentLanes(evidence: Evidence, clock: WallClock, endMs: number): readonly ComponentLane[] {
  const { components, journal } = evidence;
  const rows = components.state === 'collected' ? components.rows : rowsFromJournal(journal);
  const known = new Set(evidence.plan.workload.map((job) => job.workflowId));
  const strays = effectMarks(evidence, clock, (workflowId) => workflowId === null || !known.has(workflowId));
  const workers = rows.filter((row) => row.role === 'worker');
  return rows.map((row) => ({
    name: row.component,
    role: row.role,
    worker: row.role === 'worker' ? workers.indexOf(row) : null,
    lives: row.incarnations.map((life) => lifeBar(row.component, life, endMs)),
    strays: row.role === 'outside-world' ? strays : [],
  }));
}

type Life = ComponentRow['incarnations'][number];

function lifeBar(component: string, life: Life, endMs: number): LifeBar {
  const { incarnation, startedMs, exitedMs, purpose } = life;
  const until = exitedMs === null ? 'alive to the end' : `${howItEnded(life)} at ${Math.round(exitedMs)} ms`;
  const text = `${component} #${incarnation} (pid ${life.pid}): from ${Math.round(startedMs)} ms, ${until}`;
  const end =
    exitedMs === null ? 'alive' : purpose === 'fault' ? 'killed' : purpose === 'unplanned' ? purpose : 'ended';
  return { incarnation, fromMs: startedMs, toMs: exitedMs ?? endMs, end, text };
}

function howItEnded(life: Life): string {
  const how = life.signal === null ? `exit code ${life.exitCode ?? 'unknown'}` : life.signal;
  return `${how}${life.oomKilled ? ', out of memory' : ''} (${life.purpose ?? 'purpose unknown'})`;
}

function rowsFromJournal(journal: readonly JournalEntry[]): readonly ComponentRow[] {
  const entries = entriesOf(journal, 'component');
  const names = [...new Set(entries.map((entry) => entry.component))];
  return names.map((component) => {
    const spawned = entries.filter((entry) => entry.component === component && entry.change === 'spawned');
    const lives = spawned.map(({ incarnation, atMs, pid }): Life => {
      const exit = entries.find(
        (entry) => entry.component === component && entry.incarnation === incarnation && entry.change === 'exited',
      );
      const { exitCode = null, signal = null, purpose = null } = exit ?? {};
      const exitedMs = exit?.atMs ?? null;
      return { incarnation, pid: pid ?? 0, startedMs: atMs, exitedMs, exitCode, signal, oomKilled: false, purpose };
    });
    return { component, role: roleOf(component), incarnations: lives };
  });
}

function roleOf(component: string): ComponentRow['role'] {
  const servers = ['temporal', 'database', 'supabase', 'toxiproxy', 'outside-world', 'api'] as const;
  return servers.find((role) => component.startsWith(role)) ?? 'worker';
}
