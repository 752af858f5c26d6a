import { type EventHistory, eventIdOf, eventsOf, type HistoryEvent, textAttribute } from '../../model/event-history.ts';
import type { Evidence } from '../../model/evidence.ts';
import { ownQueues, type Scheduled, stickyTasks } from './sticky-units.ts';
import { type Strike, strikesOf } from './strikes.ts';

/** A workflow task that waited in the sticky queue of a worker that had gone, and what that cost it, in milliseconds. */
export interface StickyDelay {
  readonly unit: string;
  readonly workflowId: string;
  readonly faultId: string;
  /** It is shown and not judged: until its timeout Temporal waits for that worker, as its workflow asked it to. */
  readonly state: 'delayed';
  /** From its schedule until it timed out there. */
  readonly delayMs: number;
  /** From its schedule until a worker took it; null if none did. */
  readonly recoveryTimeMs: number | null;
  readonly remark: string;
}

/**
 * The workflow tasks that timed out in the sticky queue of a victim after it was struck.
 *
 * @remarks The server goes on to use the sticky queue of a worker that has gone, until a task times out there
 * ({@link https://docs.temporal.io/sticky-execution | sticky execution}). That is the cause of a pause that a graceful
 * stop, too, may bring.
 */
export function stickyDelays(evidence: Evidence): readonly StickyDelay[] {
  const { eventHistories } = evidence;
  if (eventHistories.state === 'unavailable') return [];
  return strikesOf(evidence).flatMap((strike) => {
    const queues = ownQueues(evidence, strike);
    const strikeMs = Date.parse(strike.injectedTime);
    return eventHistories.rows.flatMap((history) =>
      stickyTasks(history)
        .filter(({ queue, timeMs }) => queues.has(queue) && timeMs > strikeMs)
        .flatMap((task) => delayOf(strike, history, task)),
    );
  });
}

function delayOf({ faultId, component }: Strike, history: EventHistory, task: Scheduled): readonly StickyDelay[] {
  const over = eventsOf(history, 'WORKFLOW_TASK_TIMED_OUT').find((event) => isTimeoutOf(event, task));
  if (over === undefined) return [];
  const taken = eventsOf(history, 'WORKFLOW_TASK_STARTED').find((event) => eventIdOf(event) > eventIdOf(over));
  const { workflowId } = history;
  return [
    {
      unit: `workflow task of ${workflowId} (event ${task.eventId})`,
      workflowId,
      faultId,
      state: 'delayed',
      delayMs: Date.parse(over.eventTime) - task.timeMs,
      recoveryTimeMs: taken === undefined ? null : Date.parse(taken.eventTime) - task.timeMs,
      remark: `It timed out in the sticky queue of ${component ?? 'the victim'}, which had gone.`,
    },
  ];
}

function isTimeoutOf(event: HistoryEvent, { eventId }: Scheduled): boolean {
  const type = textAttribute(event, 'timeoutType');
  return type === 'TIMEOUT_TYPE_SCHEDULE_TO_START' && textAttribute(event, 'scheduledEventId') === eventId;
}

/** Says how many there were and how long the last waited, as the end of a sentence; empty if there were none. */
export function describeStickyDelays(delays: readonly StickyDelay[]): string {
  if (delays.length === 0) return '';
  const longest = Math.max(...delays.map(({ delayMs }) => delayMs));
  const tasks = delays.length === 1 ? '1 workflow task' : `${delays.length} workflow tasks`;
  return ` ${tasks} first timed out in the sticky queue of a worker that had gone, after ${Math.round(longest)} ms at most.`;
}
