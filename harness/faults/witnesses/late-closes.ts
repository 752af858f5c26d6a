import type { Witness } from '../../model/evidence.ts';
import { entriesOf } from '../../model/journal.ts';
import type { BareEvidence, FaultWindow } from './window.ts';

/**
 * Effect witnesses at the gateway and the relays: connections of a victim that ended while the fault was in force, closed
 * long after its process was gone.
 *
 * @remarks The kernel closes what a process had open as it ends, so a close that comes later was kept back on the way.
 * The harness notices the end itself a little late, so half of the delay must be left.
 */
export function lateCloses(evidence: BareEvidence, window: FaultWindow, delayMs: number): readonly Witness[] {
  const { component, incarnation, link } = window;
  const end = entriesOf(evidence.journal, 'component').find(
    (entry) => entry.change === 'exited' && entry.component === component && entry.incarnation === incarnation,
  );
  if (end === undefined || end.atMs < window.injectedMs || end.atMs > window.healingMs) return [];
  return entriesOf(evidence.journal, 'connection')
    .filter((entry) => entry.link === link && entry.incarnation === incarnation && entry.change !== 'opened')
    .filter(({ atMs }) => atMs - end.atMs >= delayMs / 2)
    .map(({ atMs }) => {
      const source = link === `temporal@${component}` ? 'gateway' : 'relay';
      const observation = `A connection on ${link} was closed ${Math.round(atMs - end.atMs)} ms after ${component} had ended.`;
      return { sort: 'effect', source, component, incarnation, fromMs: end.atMs, toMs: atMs, observation };
    });
}
