import type { Evidence } from '../../model/evidence.ts';
import { entriesOf } from '../../model/journal.ts';
import { handOuts, isAbout, isProgress } from '../evidence/hand-outs.ts';
import { absenceWithLaterFaultsMs, unwatchedMs } from './absence.ts';
import { lossOfUnit } from './detection.ts';
import { furtherMs } from './further.ts';
import { ownFailure, type UnitProgress } from './progress.ts';
import { slotWaitMs } from './slot-wait.ts';
import type { HeldUnit } from './strikes.ts';

/**
 * The terms of a bound, in milliseconds.
 *
 * @remarks They follow from Temporal's
 * {@link https://docs.temporal.io/encyclopedia/detecting-activity-failures | activity timeouts},
 * {@link https://docs.temporal.io/encyclopedia/detecting-workflow-failures | workflow task timeout} and
 * {@link https://docs.temporal.io/encyclopedia/retry-policies | retry policies}.
 */
export interface BoundTerms {
  /**
   * Until the server notices the loss, or a worker reports it, with the server's own absence; null if nothing reveals
   * the loss.
   */
  readonly detectionMs: number | null;
  /** From there until the server offers the task again. */
  readonly backOffMs: number;
  /** The same once more for each later attempt that was lost or failed before the unit came on again. */
  readonly furtherMs: number;
  /** How long no worker could take it. */
  readonly absenceMs: number;
  /** The part of the further attempts that came only once a worker could take them. */
  readonly afterAbsenceMs: number;
  /** How long it was offered while every worker that serves its task queue had its hands full. */
  readonly slotMs: number;
  /** The time of a healthy worker from a dispatch to its first report: p99 of the baseline. */
  readonly pickUpMs: number;
  readonly slackMs: number;
}

/**
 * The slack on top of every bound, in milliseconds. Two of the server's timers may each be late by a whole shift: the
 * one that notices the loss and the one that ends the back-off. Half a second more is for a system that shares two busy
 * cores.
 *
 * @remarks Measured for a heartbeat timeout of 2 s and a back-off of 0.2 s: a correct system's next attempt came after
 * 3.27 s (median), and after 3.48 s under heavy load. A slack of 1.5 s would have allowed 3.85 s. A tighter bound would
 * accuse the system of the machine's load; this one lets a recovery pass that is up to 2.5 s late.
 */
export const SLACK_MS = 2500;
/** The shortest assumed pick-up: a baseline of few calls can't measure less. */
const LEAST_PICK_UP_MS = 100;

/** The terms of the bound within which a unit must come on again. */
export function boundTerms(evidence: Evidence, unit: HeldUnit, progress: UnitProgress | null): BoundTerms {
  const loss = lossOfUnit(evidence, unit);
  const noticedMs = noticedAfterMs(evidence, unit, loss.detectionMs);
  // Whole milliseconds, for people; rounded up, so that rounding accuses no system.
  const lost = {
    detectionMs: noticedMs === null ? null : Math.ceil(unwatchedMs(evidence, unit) + noticedMs),
    backOffMs: Math.ceil(ownFailure(evidence, unit)?.nextRetryDelayMs ?? loss.backOffMs),
    furtherMs: Math.ceil(furtherMs(evidence, unit, { progress })),
  };
  const lossMs = (lost.detectionMs ?? 0) + lost.backOffMs + lost.furtherMs;
  const startMs = pickUpMs(evidence) + SLACK_MS;
  const awayMs = absenceWithLaterFaultsMs(evidence, unit, (absenceMs) => Math.max(lossMs, absenceMs) + startMs);
  return {
    ...lost,
    absenceMs: Math.ceil(awayMs),
    afterAbsenceMs:
      awayMs === 0 ? 0 : Math.ceil(furtherMs(evidence, unit, { progress, fromMs: unit.sinceMs + awayMs })),
    slotMs: Math.ceil(slotMs(evidence, unit, { progress, awayMs })),
    pickUpMs: Math.ceil(pickUpMs(evidence)),
    slackMs: SLACK_MS,
  };
}

/**
 * A failure that the holder itself reported needs no timeout to be noticed, and none made it take longer.
 */
function noticedAfterMs(evidence: Evidence, unit: HeldUnit, detectionMs: number | null): number | null {
  const failure = ownFailure(evidence, unit);
  if (failure === undefined) return detectionMs;
  return Math.min(failure.startedMs - unit.sinceMs, detectionMs ?? Number.POSITIVE_INFINITY);
}

/**
 * max(detection + back-off + further, absence + after absence) + slot + pick-up + slack; null if a term is missing.
 */
export function boundOf({
  detectionMs,
  backOffMs,
  furtherMs,
  absenceMs,
  afterAbsenceMs,
  slotMs,
  pickUpMs,
  slackMs,
}: BoundTerms): number | null {
  if (detectionMs === null) return null;
  const lossMs = detectionMs + backOffMs + furtherMs;
  return Math.max(lossMs, absenceMs + afterAbsenceMs) + slotMs + pickUpMs + slackMs;
}

/** The waits for a free slot of the dispatch that continued the unit, and of those in vain before it. */
function slotMs(
  evidence: Evidence,
  { strike, sinceMs }: HeldUnit,
  { progress, awayMs }: { readonly progress: UnitProgress | null; readonly awayMs: number },
): number {
  if (progress === null) return 0;
  const turnaroundMs = pickUpMs(evidence);
  const dispatches = [...progress.inVain, ...(progress.handOut === null ? [] : [progress.handOut])];
  return sum(dispatches.map((one) => slotWaitMs(evidence, one, { strike, fromMs: sinceMs + awayMs, turnaroundMs })));
}

const termNames: Readonly<Record<keyof BoundTerms, string>> = {
  detectionMs: 'detection',
  backOffMs: 'back-off',
  furtherMs: 'further',
  absenceMs: 'absence',
  afterAbsenceMs: 'after absence',
  slotMs: 'slot',
  pickUpMs: 'pick-up',
  slackMs: 'slack',
};

/** The terms that are not zero, in milliseconds: `detection 2000, back-off 200, pick-up 100, slack 2500`. */
export function describeTerms(terms: BoundTerms): string {
  const known = Object.entries(termNames) as readonly (readonly [keyof BoundTerms, string])[];
  return known.flatMap(([term, name]) => (terms[term] === 0 ? [] : [`${name} ${terms[term] ?? 'unknown'}`])).join(', ');
}

/** The 99th percentile, in the baseline phase, of the time from a dispatch to the first executed call about it. */
export function pickUpMs(evidence: Evidence): number {
  const phase = entriesOf(evidence.journal, 'phase').filter((entry) => entry.phase === 'baseline');
  const fromMs = phase.find((entry) => entry.state === 'begin')?.atMs ?? Number.POSITIVE_INFINITY;
  const toMs = phase.find((entry) => entry.state === 'end')?.atMs ?? Number.POSITIVE_INFINITY;
  const calls = entriesOf(evidence.journal, 'call').filter((call) => isProgress(call) && call.startedMs >= fromMs);
  const latencies = handOuts(evidence.journal)
    .filter((one) => one.atMs >= fromMs && one.atMs <= toMs)
    .flatMap((one) => {
      const report = calls.find((call) => isAbout(call, one) && call.startedMs >= one.atMs && call.atMs <= toMs);
      return report === undefined ? [] : [report.startedMs - one.atMs];
    })
    .toSorted((a, b) => a - b);
  return Math.max(LEAST_PICK_UP_MS, latencies[Math.ceil(latencies.length * 0.99) - 1] ?? 0);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
