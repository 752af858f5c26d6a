import { attributesOf, durationMs } from '../../model/event-history.ts';
import type { Evidence } from '../../model/evidence.ts';
import { entriesOf, type TaskTerms } from '../../model/journal.ts';
import type { HandOut } from '../evidence/hand-outs.ts';
import type { HeldUnit } from './strikes.ts';

/** How long the server may take to notice that a task is lost, and to offer it again. */
export interface LossTerms {
  /** Null if neither the journal nor the event history says it. */
  readonly detectionMs: number | null;
  readonly backOffMs: number;
}

/**
 * The terms by which the server notices the loss of a unit that the victim held, from the injection or its dispatch on.
 */
export function lossOfUnit(evidence: Evidence, unit: HeldUnit): LossTerms {
  if (unit.handOut !== null) return lossOfHandOut(evidence, unit.handOut, unit.sinceMs);
  return { detectionMs: stickyTimeoutMs(evidence, unit), backOffMs: 0 };
}

/** The terms by which the server notices, from an instant on, that a dispatched task was lost. */
export function lossOfHandOut(evidence: Evidence, handOut: HandOut, fromMs: number): LossTerms {
  if (handOut.task === 'workflow')
    return { detectionMs: workflowTaskTimeoutMs(evidence, handOut.workflowId), backOffMs: 0 };
  const { terms, attempt } = handOut;
  return { detectionMs: activityTimeoutMs(terms, fromMs - handOut.atMs), backOffMs: backOffMs(terms, attempt ?? 1) };
}

/**
 * How long Temporal waits after an attempt before the next: initial interval × coefficient ^ (attempt − 1), at most
 * the maximum interval.
 *
 * @remarks See Temporal's {@link https://docs.temporal.io/encyclopedia/retry-policies | retry policies}.
 */
export function backOffMs(terms: TaskTerms | null, attempt: number): number {
  const initialMs = terms?.retryInitialIntervalMs ?? 0;
  const grownMs = initialMs * (terms?.retryBackoffCoefficient ?? 1) ** (attempt - 1);
  return Math.min(grownMs, terms?.retryMaximumIntervalMs ?? grownMs);
}

/**
 * The earlier of the heartbeat timeout (counted anew by each heartbeat) and the rest of the attempt's own limit.
 *
 * @remarks See Temporal's
 * {@link https://docs.temporal.io/encyclopedia/detecting-activity-failures | activity timeouts}.
 */
function activityTimeoutMs(terms: TaskTerms | null, elapsedMs: number): number | null {
  const limits = [
    terms?.heartbeatTimeoutMs ?? null,
    ...[terms?.startToCloseTimeoutMs, terms?.scheduleToCloseTimeoutMs]
      .filter((limit) => limit !== null && limit !== undefined)
      .map((limit) => Math.max(0, limit - elapsedMs)),
  ].filter((limit) => limit !== null);
  return limits.length === 0 ? null : Math.min(...limits);
}

function workflowTaskTimeoutMs(evidence: Evidence, workflowId: string): number | null {
  if (evidence.eventHistories.state === 'unavailable') return null;
  const history = evidence.eventHistories.rows.find((one) => one.workflowId === workflowId);
  const started = history?.events[0];
  return started === undefined ? null : durationMs(attributesOf(started).workflowTaskTimeout);
}

/** The sticky queue's schedule-to-start timeout, as the victim asked for it when it last completed a task. */
function stickyTimeoutMs(evidence: Evidence, { strike, workflowId, sinceMs }: HeldUnit): number | null {
  const told = entriesOf(evidence.journal, 'call')
    .filter((call) => call.component === strike.component && call.stickyScheduleToStartMs !== undefined)
    .filter((call) => call.startedMs <= sinceMs);
  const last = told.findLast((call) => call.workflowId === workflowId) ?? told.at(-1);
  return last?.stickyScheduleToStartMs ?? null;
}
