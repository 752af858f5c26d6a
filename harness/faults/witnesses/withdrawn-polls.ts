import type { Witness } from '../../model/evidence.ts';
import { entriesOf } from '../../model/journal.ts';
import { heldTasks } from './held-tasks.ts';
import { type BareEvidence, type FaultWindow, isVictim } from './window.ts';

/**
 * Effect witness at the gateway: a victim that held no task withdrew its polls for tasks while it was made to stop.
 *
 * @remarks It says that the worker is gone, and nothing of work that it had in hand. So it only counts where a plan says
 * that there is none.
 */
export function withdrawnPolls(evidence: BareEvidence, window: FaultWindow): readonly Witness[] {
  if (heldTasks(evidence, window, window.fromMs).length > 0) return [];
  const polls = entriesOf(evidence.journal, 'call').filter(
    (call) =>
      isVictim(window, call) &&
      call.method.startsWith('Poll') &&
      call.outcome === 'cancelled' &&
      call.startedMs < window.injectedMs &&
      call.atMs >= window.fromMs &&
      call.atMs <= window.healedMs,
  );
  const [first] = polls;
  if (first === undefined) return [];
  const { component, incarnation, atMs } = first;
  const afterMs = Math.round(atMs - window.injectedMs);
  const observation = `${component} held no task and withdrew its ${polls.length} polls ${afterMs} ms after it was asked to stop.`;
  return [{ sort: 'effect', source: 'gateway', component, incarnation, fromMs: atMs, toMs: atMs, observation }];
}
