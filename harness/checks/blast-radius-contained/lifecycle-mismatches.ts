import type { ComponentRow, Evidence } from '../../model/evidence.ts';
import { plannedWorkers } from '../../model/fleets.ts';
import { type EntryOf, entriesOf } from '../../model/journal.ts';
import { rowsOf } from '../define-check.ts';

/**
 * Why the components' book and the journal don't tell the same lives and exits, one sentence each; empty if they do.
 *
 * @remarks The two books record the same lives: if they differ, neither can be believed. The book is read before the
 * run ends the servers, so exits by teardown are the journal's alone.
 * @throws TypeError if the components are unavailable.
 */
export function livesInDoubt(evidence: Evidence): readonly string[] {
  const told = new Map(toldByJournal(evidence).map((life) => [keyOf(life.component, life.incarnation), life] as const));
  const booked = rowsOf(evidence.components).flatMap(({ component, incarnations }) =>
    incarnations.map((life) => ({ component, ...life })),
  );
  const keys = new Set(booked.map((life) => keyOf(life.component, life.incarnation)));
  const missing = [...told.keys()].filter((key) => !keys.has(key));
  const differing = booked.flatMap((life) => {
    const key = keyOf(life.component, life.incarnation);
    const other = told.get(key);
    if (other === undefined) return [`The journal has no ${key}.`];
    return exitOf(life) === other.exit
      ? []
      : [`For ${key}, the book has ${exitOf(life)}; the journal has ${other.exit}.`];
  });
  const workers = new Set(rowsOf(evidence.components).flatMap((row) => (row.role === 'worker' ? [row.component] : [])));
  const planned = plannedWorkers(evidence.plan);
  const known = planned.filter((name) => workers.has(name)).length;
  const few = known < planned.length ? [`${known} of ${planned.length} planned workers are known.`] : [];
  return [...few, ...missing.map((key) => `The components' book lacks ${key}.`), ...differing];
}

interface ToldLife {
  readonly component: string;
  readonly incarnation: number;
  readonly exit: string;
}

function toldByJournal(evidence: Evidence): readonly ToldLife[] {
  const entries = entriesOf(evidence.journal, 'component');
  const lives = Map.groupBy(entries, (entry) => keyOf(entry.component, entry.incarnation));
  return [...lives.values()].flatMap((changes) => {
    const [first] = changes;
    if (first === undefined) return [];
    const exits = changes.filter((entry) => entry.change === 'exited' && entry.purpose !== 'teardown');
    const spawned = changes.some((entry) => entry.change === 'spawned');
    const exit = exits.map((entry) => exitOf(asLife(entry))).join(' and ');
    return [{ ...first, exit: `${spawned ? '' : 'never spawned, '}${exit === '' ? 'alive' : exit}` }];
  });
}

type End = Pick<ComponentRow['incarnations'][number], 'exitedMs' | 'exitCode' | 'signal' | 'purpose'>;

function asLife({ atMs, exitCode, signal, purpose }: EntryOf<'component'>): End {
  return { exitedMs: atMs, exitCode: exitCode ?? null, signal: signal ?? null, purpose: purpose ?? null };
}

function exitOf({ exitedMs, exitCode, signal, purpose }: End): string {
  if (exitedMs === null || purpose === 'teardown') return 'alive';
  return `ended by ${signal ?? `code ${exitCode ?? 'unknown'}`} (${purpose ?? 'no purpose known'})`;
}

function keyOf(component: string, incarnation: number): string {
  return `${component}, incarnation ${incarnation}`;
}
