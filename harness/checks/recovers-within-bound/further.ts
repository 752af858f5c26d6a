import type { Evidence } from '../../model/evidence.ts';
import { entriesOf } from '../../model/journal.ts';
import { type HandOut, isAbout, isProgress } from '../evidence/hand-outs.ts';
import { absenceMs } from './absence.ts';
import { lossOfHandOut } from './detection.ts';
import type { UnitProgress } from './progress.ts';
import { type HeldUnit, isStruck, type Strike, strikesOf } from './strikes.ts';

/**
 * The most by which Temporal processes a timer late by default, in milliseconds (`history.timerProcessorMaxTimeShift`).
 */
const TIMER_SHIFT_MS = 1000;

/**
 * The cost of later attempts in vain, in milliseconds. One that went to a struck worker costs its detection and
 * back-off; one that failed costs its time and back-off; each adds one more late timer. An attempt known only by its
 * number counts as lost like the first. If a second fault struck the worker that had taken over, the unit waits at
 * least until a worker asks for work again.
 *
 * @param fromMs - left out: of all of them; otherwise of those that are known to have been dispatched from then on
 */
export function furtherMs(
  evidence: Evidence,
  unit: HeldUnit,
  { progress, fromMs }: { readonly progress: UnitProgress | null; readonly fromMs?: number },
): number {
  if (progress === null) return 0;
  const seen = progress.inVain
    .filter(({ atMs }) => atMs >= (fromMs ?? atMs))
    .map((one) => {
      const isLast = progress.inVain.findLast((other) => isSameLife(other, one)) === one;
      return Math.max(costOf(evidence, unit, one), isLast ? untilReplacedMs(evidence, unit, one) : 0);
    });
  return sum(seen) + (fromMs === undefined ? unseenMs(evidence, unit, progress) : 0);
}

function costOf(evidence: Evidence, unit: HeldUnit, one: HandOut): number {
  const calls = entriesOf(evidence.journal, 'call');
  const loss = lossOfHandOut(evidence, one, one.atMs);
  const failed = calls.find((call) => call.method.endsWith('Failed') && isProgress(call) && isAbout(call, one));
  const lost = failed === undefined && (isStruck(calls, unit.strike, one) || otherStrike(evidence, unit, one) !== null);
  const lostMs = lost ? (loss.detectionMs ?? 0) : 0;
  // How long an attempt takes to fail is limited by its own timeouts.
  const failedMs = failed === undefined ? 0 : Math.min(failed.startedMs - one.atMs, loss.detectionMs ?? 0);
  return (failed?.nextRetryDelayMs ?? loss.backOffMs) + lostMs + failedMs + TIMER_SHIFT_MS;
}

/** From a dispatch to the end of the absence that another fault made; 0 if none struck that worker. */
function untilReplacedMs(evidence: Evidence, unit: HeldUnit, one: HandOut): number {
  const strike = otherStrike(evidence, unit, one);
  if (strike === null) return 0;
  const { injectedMs } = strike;
  return injectedMs + absenceMs(evidence, { ...unit, strike, sinceMs: injectedMs }) - one.atMs;
}

/** Another fault than the unit's own that struck the holder of a dispatch, and was not over by then. */
function otherStrike(evidence: Evidence, unit: HeldUnit, one: HandOut): Strike | null {
  const calls = entriesOf(evidence.journal, 'call');
  const others = strikesOf(evidence).filter(({ faultId }) => faultId !== unit.strike.faultId);
  const struck = others.find(
    (strike) => (strike.healedMs === null || one.atMs <= strike.healedMs) && isStruck(calls, strike, one),
  );
  return struck ?? null;
}

function isSameLife(one: HandOut, other: HandOut): boolean {
  return one.component === other.component && one.incarnation === other.incarnation;
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
