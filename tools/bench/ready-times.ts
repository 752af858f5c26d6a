import { entriesOf, type JournalEntry } from '../../harness/model/journal.ts';

/**
 * When each component of a run was ready, in milliseconds from the beginning of the phase `provision`.
 *
 * @remarks What is started later, in the place of a victim, is none of it.
 * @throws Error where the phase isn't journalled whole.
 */
export function readyTimesOf(journal: readonly JournalEntry[]): Readonly<Record<string, number>> {
  const provision = entriesOf(journal, 'phase').filter(({ phase }) => phase === 'provision');
  const begin = provision.find(({ state }) => state === 'begin');
  const end = provision.find(({ state }) => state === 'end');
  if (begin === undefined || end === undefined) throw new Error('Expected a journal of a run that was provisioned.');
  const ready = entriesOf(journal, 'component').filter(({ change, atMs }) => change === 'ready' && atMs <= end.atMs);
  return Object.fromEntries(ready.map(({ component, atMs }) => [component, atMs - begin.atMs]));
}
