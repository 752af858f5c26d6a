import type { Witness } from '../../model/evidence.ts';
import { entriesOf } from '../../model/journal.ts';
import type { BareEvidence, FaultWindow } from './window.ts';

/** Cause witnesses of a link fault: Toxiproxy itself, read back while the fault was in force, says the toxic is there. */
export function toxicReadings(evidence: BareEvidence, window: FaultWindow, type: string): readonly Witness[] {
  return entriesOf(evidence.journal, 'toxics')
    .filter((entry) => entry.link === window.link)
    .filter((entry) => entry.atMs >= window.fromMs && entry.atMs <= window.healedMs)
    .flatMap((entry) => entry.toxics.filter((toxic) => toxic.type === type).map((toxic) => ({ entry, toxic })))
    .map(({ entry, toxic }) => ({
      sort: 'cause',
      source: 'toxiproxy',
      component: window.component,
      incarnation: window.incarnation,
      fromMs: entry.atMs,
      toMs: entry.atMs,
      observation: `Toxiproxy has ${toxic.type} ${toxic.stream} on ${entry.link}.`,
    }));
}
