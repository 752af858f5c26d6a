import type { Witness } from '../../model/evidence.ts';
import { entriesOf } from '../../model/journal.ts';
import { heldTasks } from './held-tasks.ts';
import type { BareEvidence, FaultWindow } from './window.ts';

const SILENCE_MIN_MS = 1000;

/**
 * The gateway heard nothing from the worker while the fault was in force, though it had before and the worker held a
 * task.
 *
 * @remarks A lower limit of 1 s, and of the longest pause that it had made since the load began: a worker with nothing
 * to say may well be silent for less, and one without a task for as long as it pleases. Of links only Temporal's passes
 * the gateway.
 */
export function silence(evidence: BareEvidence, window: FaultWindow): readonly Witness[] {
  const { component, incarnation, link } = window;
  if (link !== null && link !== `temporal@${component}`) return [];
  const calls = entriesOf(evidence.journal, 'call').filter(
    (call) => call.component === component && call.incarnation === incarnation,
  );
  const begun = calls.map((call) => call.startedMs);
  // Bytes that the worker sent before the fault may still arrive a moment later.
  const during = begun.filter((ms) => ms > window.injectedMs + 250 && ms < window.healingMs);
  const before = begun.filter((ms) => ms > window.fromMs - 2000 && ms <= window.fromMs);
  const held = heldTasks(evidence, window, window.fromMs).length;
  const silentMs = Math.round(window.healingMs - window.injectedMs);
  const usualMs = longestPauseMs(begun.filter((ms) => ms >= loadFromMs(evidence) && ms <= window.fromMs));
  if (during.length > 0 || before.length === 0 || held === 0) return [];
  if (silentMs < SILENCE_MIN_MS || silentMs <= usualMs) return [];
  const observation = `No call of ${component}, which held ${held} tasks, reached the gateway for ${silentMs} ms, after ${before.length} in the 2 s before.`;
  const { injectedMs: fromMs, healingMs: toMs } = window;
  return [{ sort: 'effect', source: 'gateway', component, incarnation, fromMs, toMs, observation }];
}

function loadFromMs({ journal }: BareEvidence): number {
  const begin = entriesOf(journal, 'phase').find((entry) => entry.phase === 'injection' && entry.state === 'begin');
  return begin?.atMs ?? 0;
}

function longestPauseMs(instants: readonly number[]): number {
  const sorted = instants.toSorted((a, b) => a - b);
  return Math.max(0, ...sorted.slice(1).map((ms, index) => ms - (sorted[index] ?? ms)));
}
