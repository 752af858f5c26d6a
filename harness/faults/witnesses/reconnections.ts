import type { Witness } from '../../model/evidence.ts';
import { entriesOf } from '../../model/journal.ts';
import { type HeldTask, handOutsOf, isAbout } from './held-tasks.ts';
import { type BareEvidence, type FaultWindow, isVictim } from './window.ts';

/**
 * Effect witness at the gateway: again and again the victim lost its connections on the struck link with a task in its
 * hands, and lost none before.
 *
 * @remarks All are one witness. A single loss is what a server's own maximum age of connections causes now and then.
 */
export function reconnections(evidence: BareEvidence, window: FaultWindow): readonly Witness[] {
  const { component, incarnation, link } = window;
  if (link !== `temporal@${component}`) return [];
  const lost = entriesOf(evidence.journal, 'connection').filter(
    (entry) => entry.link === link && entry.incarnation === incarnation && entry.change !== 'opened',
  );
  if (lost.some(({ atMs }) => atMs < window.fromMs)) return [];
  const spans = taskSpans(evidence, window);
  const felt = lost
    .filter(({ atMs }) => atMs <= window.healingMs)
    .filter(({ atMs }) => spans.some((span) => span.fromMs <= atMs && atMs < span.toMs));
  const [first, last] = [felt[0], felt.at(-1)];
  if (first === undefined || last === undefined || felt.length < 2) return [];
  const observation = `${component} lost its connection to Temporal ${felt.length} times with a task in its hands, and never before.`;
  const { atMs: fromMs } = first;
  return [{ sort: 'effect', source: 'gateway', component, incarnation, fromMs, toMs: last.atMs, observation }];
}

/** From when until when the victim had each task. */
function taskSpans(evidence: BareEvidence, window: FaultWindow): readonly Pick<Witness, 'fromMs' | 'toMs'>[] {
  const calls = entriesOf(evidence.journal, 'call').filter((call) => isVictim(window, call));
  const answers = calls.filter(({ method, grpcStatus }) => method.startsWith('Respond') && grpcStatus === 0);
  const answeredMs = (task: HeldTask): number =>
    answers.find((call) => isAbout(call, task) && call.startedMs >= task.atMs)?.startedMs ?? Number.POSITIVE_INFINITY;
  return calls.flatMap((call) => handOutsOf(call)).map((task) => ({ fromMs: task.atMs, toMs: answeredMs(task) }));
}
