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

/** A time in which work of a strike recovered, or in which its fault was to be healed. */
export interface RecoverySpan {
  readonly fromMs: number;
  readonly toMs: number;
  /** How often the server dispatched the work in it. */
  readonly dispatches: number;
}

/** How slow the harness and the machine were in a {@link RecoverySpan}. */
export interface Slowness {
  /** For how long the harness itself stalled. */
  readonly stalledMs: number;
  /** For how long work waited for a CPU; null if the journal doesn't say. */
  readonly waitedMs: number | null;
  /** The server's slowest answer to a worker that no fault struck. */
  readonly slowestMs: number;
  /** The lateness that a slow machine explains. */
  readonly machineMs: number;
  /** Whether the server exists already: then the load of others slows it too, which nothing here shows. */
  readonly existing: boolean;
  /** All the lateness that is explained: by the machine, and by the stalls. */
  readonly explainedMs: number;
}

/**
 * The lateness that stalls of the harness and a slow machine explain.
 *
 * @remarks A stall holds up all that waits for the harness, but no longer than it lasts. On a slow machine each step of
 * each dispatch may have taken as long as the slowest answer of the same server at the same time, but all of them
 * together no longer than work waited for a CPU. A system that is slow by itself on a quiet machine has slow answers,
 * but nothing waits for a CPU. A busy machine whose server answers quickly slowed nothing down. So neither explains
 * anything alone. A lateness far beyond all that is the system's, however slow the machine was.
 * Of an existing Temporal, no one here knows how busy its machines are: its slow answers explain what they can alone.
 */
export function slownessOf(evidence: Evidence, strike: Strike, span: RecoverySpan): Slowness {
  const { fromMs, toMs, dispatches } = span;
  const stalledMs = stalledBetween(evidence, span);
  const waitedMs = waitedForCpuMs(evidence, fromMs, toMs);
  const latencies = answersBetween(evidence, strike, span).map((call) => call.latencyMs);
  const slowestMs = Math.max(0, ...latencies);
  const existing = evidence.versions.temporalAt !== undefined;
  const busyMs = existing ? Number.POSITIVE_INFINITY : (waitedMs ?? 0);
  const machineMs = Math.min(busyMs, STEPS_OF_A_DISPATCH * dispatches * slowestMs);
  return { stalledMs, waitedMs, slowestMs, machineMs, existing, explainedMs: stalledMs + machineMs };
}

/** What explains a lateness, as a part of a sentence with the numbers; null if nothing explains all of it. */
export function describeSlowness(slowness: Slowness, lateMs: number): string | null {
  const { stalledMs, waitedMs, slowestMs, machineMs, existing, explainedMs } = slowness;
  if (explainedMs < lateMs) return null;
  const stalled = `the harness itself stalled for ${Math.round(stalledMs)} ms`;
  if (stalledMs >= lateMs) return stalled;
  const answer = `slowest answer took ${Math.round(slowestMs)} ms`;
  const times = `work waited for a CPU for ${Math.round(waitedMs ?? 0)} ms and the server's ${answer}`;
  const whose = existing ? `the existing Temporal was slow: its ${answer}` : `the machine was slow: ${times}`;
  const slow = `${whose}, which explains up to ${Math.round(machineMs)} ms`;
  return stalledMs === 0 ? slow : `${stalled}, and ${slow} more`;
}

/** For how long the harness itself stalled in a time, in milliseconds. */
export function stalledBetween(
  { journal }: Pick<Evidence, 'journal'>,
  { fromMs, toMs }: Pick<RecoverySpan, 'fromMs' | 'toMs'>,
): number {
  return entriesOf(journal, 'stall').reduce((total, { atMs, stallMs }) => {
    const sharedMs = Math.min(atMs, toMs) - Math.max(atMs - stallMs, fromMs);
    return total + Math.max(0, sharedMs);
  }, 0);
}

/** The answers to workers outside the fault; once it is healed, to all of them. A call that was held says nothing. */
function answersBetween({ journal }: Evidence, strike: Strike, { fromMs, toMs }: RecoverySpan): readonly Call[] {
  const calls = entriesOf(journal, 'call');
  const held = new Set(entriesOf(journal, 'held').map((entry) => entry.call));
  const healedMs = strike.healedMs ?? Number.POSITIVE_INFINITY;
  return calls
    .filter((call) => call.startedMs < toMs && call.atMs > fromMs && !isPoll(call) && !held.has(call.call))
    .filter((call) => call.grpcStatus === 0 && call.outcome === 'answered')
    .filter((call) => call.startedMs >= healedMs || !isStruck(calls, strike, call));
}
