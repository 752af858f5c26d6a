import type { Evidence } from '../../model/evidence.ts';
import { entriesOf } from '../../model/journal.ts';
import { type Call, isPoll } from '../evidence/hand-outs.ts';
import { waitedForCpuMs } from '../evidence/waited-for-cpu.ts';
import { isStruck, type Strike } from './strikes.ts';

/**
 * What the server does one after the other before a lost task is in other hands: notices the loss, ends the back-off,
 * puts the task into its queue, dispatches it.
 */
const STEPS_OF_A_DISPATCH = 4;

/** How slow the machine was while a unit recovered. */
export interface Slowness {
  /** For how long work waited for a CPU in that time; null if the journal doesn't say. */
  readonly waitedMs: number | null;
  /** The server's slowest answer in that time to a worker that no fault struck. */
  readonly slowestMs: number;
  /** The lateness that this explains. */
  readonly explainedMs: number;
}

/**
 * The lateness that a slow machine explains: each step of each dispatch may have taken as long as the slowest answer of
 * the same server at the same time, but all of them together no longer than work waited for a CPU.
 *
 * @remarks A system that is slow by itself on a quiet machine has slow answers, but nothing waits for a CPU. A busy
 * machine whose server answers quickly slowed nothing down. So neither explains anything alone.
 */
export function slownessOf(
  evidence: Evidence,
  strike: Strike,
  { fromMs, toMs, dispatches }: { readonly fromMs: number; readonly toMs: number; readonly dispatches: number },
): Slowness {
  const waitedMs = waitedForCpuMs(evidence, fromMs, toMs);
  const latencies = answersBetween(evidence, strike, { fromMs, toMs }).map((call) => call.latencyMs);
  const slowestMs = Math.max(0, ...latencies);
  return { waitedMs, slowestMs, explainedMs: Math.min(waitedMs ?? 0, STEPS_OF_A_DISPATCH * dispatches * slowestMs) };
}

/** The answers to workers outside the fault; once it is healed, to all of them. A call that was held says nothing. */
function answersBetween(
  { journal }: Evidence,
  strike: Strike,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): readonly Call[] {
  const calls = entriesOf(journal, 'call');
  const held = new Set(entriesOf(journal, 'held').map((entry) => entry.call));
  const healedMs = strike.healedMs ?? Number.POSITIVE_INFINITY;
  return calls
    .filter((call) => call.startedMs < toMs && call.atMs > fromMs && !isPoll(call) && !held.has(call.call))
    .filter((call) => call.grpcStatus === 0 && call.outcome === 'answered')
    .filter((call) => call.startedMs >= healedMs || !isStruck(calls, strike, call));
}
