import type { Evidence } from '../../model/evidence.ts';
import { entriesOf } from '../../model/journal.ts';
import { handOuts, isAbout, isProgress } from '../evidence/hand-outs.ts';
import { absenceMs, unwatchedMs } from './absence.ts';
import { lossOfHandOut, lossOfUnit } from './detection.ts';
import { ownFailure, type UnitProgress } from './progress.ts';
import { type HeldUnit, isStruck } from './strikes.ts';

/** The terms of a bound, in milliseconds. */
export interface BoundTerms {
  /**
   * Until the server notices the loss, or a worker reports it, with the server's own absence; null if nothing reveals
   * the loss.
   */
  readonly detectionMs: number | null;
  /** From there until it offers the task again. */
  readonly backOffMs: number;
  /** The same once more for each later attempt that was lost or failed before the unit came on again. */
  readonly furtherMs: number;
  /** How long no worker could take it. */
  readonly absenceMs: number;
  /** What a healthy worker takes from a hand-out to its first report: p99 of the baseline. */
  readonly pickUpMs: number;
  readonly slackMs: number;
}

/**
 * The most by which Temporal processes a timer late unless it is told otherwise, in milliseconds
 * (`history.timerProcessorMaxTimeShift`).
 */
const TIMER_SHIFT_MS = 1000;
/**
 * Allowed on top of every bound, in milliseconds: two of the server's timers, the one that notices the loss and the one
 * that ends the back-off, each late by a whole shift; and half a second for a system that shares two busy cores.
 *
 * @remarks Measured, for a heartbeat timeout of 2 s and a back-off of 0.2 s: the next attempt after 3.27 s, median of a
 * correct system, and after 3.48 s under heavy load, of 3.85 s that a slack of 1.5 s allowed. A bound that is tighter
 * than the machine would accuse the system of the machine's load; what this lets pass is a recovery up to 2.5 s late.
 */
export const SLACK_MS = 2500;
/** The least that a pick-up is taken to last: a baseline of few calls can't measure less. */
const LEAST_PICK_UP_MS = 100;

/** The terms of the bound within which a unit must come on again. */
export function boundTerms(evidence: Evidence, unit: HeldUnit, progress: UnitProgress | null): BoundTerms {
  const loss = lossOfUnit(evidence, unit);
  const noticedMs = noticedAfterMs(evidence, unit, loss.detectionMs);
  // Whole milliseconds, for people; rounded up, so that rounding accuses no system.
  return {
    detectionMs: noticedMs === null ? null : Math.ceil(unwatchedMs(evidence, unit) + noticedMs),
    backOffMs: Math.ceil(loss.backOffMs),
    furtherMs: Math.ceil(furtherMs(evidence, unit, progress)),
    absenceMs: Math.ceil(absenceMs(evidence, unit)),
    pickUpMs: Math.ceil(pickUpMs(evidence)),
    slackMs: SLACK_MS,
  };
}

/**
 * What the holder itself told the server to have failed needs no timeout to be noticed, and had none to take longer.
 */
function noticedAfterMs(evidence: Evidence, unit: HeldUnit, detectionMs: number | null): number | null {
  const failure = ownFailure(evidence, unit);
  if (failure === undefined) return detectionMs;
  return Math.min(failure.startedMs - unit.sinceMs, detectionMs ?? Number.POSITIVE_INFINITY);
}

/** max(detection + back-off + further, absence) + pick-up + slack; null where a term is missing. */
export function boundOf({
  detectionMs,
  backOffMs,
  furtherMs,
  absenceMs,
  pickUpMs,
  slackMs,
}: BoundTerms): number | null {
  if (detectionMs === null) return null;
  return Math.max(detectionMs + backOffMs + furtherMs, absenceMs) + pickUpMs + slackMs;
}

/** The 99th percentile, in the baseline phase, of the time from a hand-out to the first executed call about it. */
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

/**
 * What later attempts cost that led to nothing: each that went to the struck worker its own detection and back-off,
 * each that failed its time and its back-off, and each one more late timer; an attempt that only its number betrays
 * counts as lost like the first.
 */
function furtherMs(evidence: Evidence, unit: HeldUnit, progress: UnitProgress | null): number {
  if (progress === null) return 0;
  const calls = entriesOf(evidence.journal, 'call');
  const seen = progress.inVain.map((one) => {
    const loss = lossOfHandOut(evidence, one, one.atMs);
    const failed = calls.find((call) => call.method.endsWith('Failed') && isProgress(call) && isAbout(call, one));
    const lost = failed === undefined && isStruck(calls, unit.strike, one);
    const lostMs = lost ? (loss.detectionMs ?? 0) : 0;
    // How long an attempt takes to fail is limited by its own timeouts.
    const failedMs = failed === undefined ? 0 : Math.min(failed.startedMs - one.atMs, loss.detectionMs ?? 0);
    return loss.backOffMs + lostMs + failedMs + TIMER_SHIFT_MS;
  });
  return sum(seen) + unseenMs(evidence, unit, progress);
}

function unseenMs(evidence: Evidence, unit: HeldUnit, progress: UnitProgress): number {
  if (unit.handOut === null || unit.task === 'workflow' || progress.attempt === null) return 0;
  const { handOut } = unit;
  const first = (handOut.attempt ?? 1) + 1;
  const attempts = Array.from({ length: Math.max(0, progress.attempt - first) }, (_, index) => first + index);
  return sum(
    attempts
      .filter((attempt) => !progress.inVain.some((one) => one.attempt === attempt))
      .map((attempt) => {
        const loss = lossOfHandOut(evidence, { ...handOut, attempt }, handOut.atMs);
        return loss.backOffMs + (loss.detectionMs ?? 0) + TIMER_SHIFT_MS;
      }),
  );
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
