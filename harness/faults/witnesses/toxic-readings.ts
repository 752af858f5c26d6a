import type { Witness } from '../../model/evidence.ts';
import { type EntryOf, entriesOf } from '../../model/journal.ts';
import type { BareEvidence, FaultWindow } from './window.ts';

/**
 * Cause witnesses of a link fault: Toxiproxy's own account of the link, read back while the fault was in force.
 *
 * @param shows - the sentences by which a reading shows the fault; none where it doesn't
 */
function proxyReadings(
  evidence: BareEvidence,
  window: FaultWindow,
  shows: (reading: EntryOf<'toxics'>) => readonly string[],
): readonly Witness[] {
  const { component, incarnation } = window;
  return entriesOf(evidence.journal, 'toxics')
    .filter(({ link, atMs }) => link === window.link && atMs >= window.fromMs && atMs <= window.healedMs)
    .flatMap((entry) => shows(entry).map((observation) => ({ atMs: entry.atMs, observation })))
    .map(({ atMs, observation }) => {
      return { sort: 'cause', source: 'toxiproxy', component, incarnation, fromMs: atMs, toMs: atMs, observation };
    });
}

/** Cause witnesses of a link fault by a toxic: Toxiproxy says that it is there. */
export function toxicReadings(evidence: BareEvidence, window: FaultWindow, type: string): readonly Witness[] {
  return proxyReadings(evidence, window, ({ link, toxics }) =>
    toxics.filter((toxic) => toxic.type === type).map(({ stream }) => `Toxiproxy has ${type} ${stream} on ${link}.`),
  );
}

/** Cause witnesses of a link fault by its proxy: Toxiproxy says that it is disabled. */
export function disabledReadings(evidence: BareEvidence, window: FaultWindow): readonly Witness[] {
  return proxyReadings(evidence, window, ({ link, enabled }) =>
    enabled ? [] : [`Toxiproxy says that ${link} is disabled.`],
  );
}

/** As {@link disabledReadings}, of a proxy that Toxiproxy says to be enabled later, before anything healed it. */
export function flappingReadings(evidence: BareEvidence, window: FaultWindow): readonly Witness[] {
  const up = entriesOf(evidence.journal, 'toxics').findLast(
    ({ link, enabled, atMs }) => link === window.link && enabled && atMs < window.healingMs,
  );
  return disabledReadings(evidence, window).filter(({ toMs }) => up !== undefined && toMs < up.atMs);
}
