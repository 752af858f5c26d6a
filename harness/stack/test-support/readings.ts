import { type EntryOf, entriesOf, type Journal } from '../../model/journal.ts';
import type { Component, Link } from '../../model/stack.ts';

/** The journal entries of a fresh look at the processes of a component. */
export async function processOf(component: Component, journal: Journal): Promise<EntryOf<'process'>> {
  await component.observe();
  return lastOf(journal, 'process');
}

/** The journal entries of a fresh look at a link. */
export async function toxicsOf(link: Link, journal: Journal): Promise<EntryOf<'toxics'>> {
  await link.observe();
  return lastOf(journal, 'toxics');
}

function lastOf<K extends 'process' | 'toxics'>(journal: Journal, kind: K): EntryOf<K> {
  const entry = entriesOf(journal.entries(), kind).at(-1);
  if (entry === undefined) throw new Error(`Expected an entry of the kind ${kind}, but the journal has none.`);
  return entry;
}
