import type { Witness } from '../../model/evidence.ts';
import { entriesOf } from '../../model/journal.ts';
import { taskSpans } from './held-tasks.ts';
import { inSuccession } from './in-succession.ts';
import type { BareEvidence, FaultWindow } from './window.ts';

/**
 * Effect witness at the gateway: again and again the victim lost its connections on the struck link with a task in its
 * hands, and lost none before.
 *
 * @remarks All are one witness. A single loss is what a server's own maximum age of connections causes now and then. One
 * cut closes all connections of a worker, and none is made anew while the link is down.
 * @param downMs - how long each cut lasts
 */
export function reconnections(evidence: BareEvidence, window: FaultWindow, downMs: number): readonly Witness[] {
  const { component, incarnation, link } = window;
  if (link !== `temporal@${component}`) return [];
  const lost = entriesOf(evidence.journal, 'connection').filter(
    (entry) => entry.link === link && entry.incarnation === incarnation && entry.change !== 'opened',
  );
  if (lost.some(({ atMs }) => atMs < window.fromMs)) return [];
  const spans = taskSpans(evidence, window);
  const felt = lost
    .filter(({ atMs }) => atMs <= window.healingMs)
    .filter(({ atMs }) => spans.some((span) => span.fromMs <= atMs && atMs < span.toMs))
    .map(({ atMs }) => ({ fromMs: atMs, toMs: atMs }));
  const times = inSuccession(felt, downMs);
  const [first, last] = [felt[0], felt.at(-1)];
  if (first === undefined || last === undefined || times < 2) return [];
  const observation = `${component} lost its connection to Temporal ${times} times with a task in its hands, and never before.`;
  const { fromMs } = first;
  return [{ sort: 'effect', source: 'gateway', component, incarnation, fromMs, toMs: last.toMs, observation }];
}
