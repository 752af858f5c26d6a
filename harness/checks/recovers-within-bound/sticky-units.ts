import { attributesOf, type EventHistory, eventsOf, textAttribute } from '../../model/event-history.ts';
import type { Evidence } from '../../model/evidence.ts';
import { entriesOf } from '../../model/journal.ts';
import { nameOf } from '../evidence/activity-records.ts';
import { isPoll } from '../evidence/hand-outs.ts';
import type { HeldUnit, Strike } from './strikes.ts';

/**
 * Workflow tasks that the server put into the victim's sticky queue in vain: they waited there at the instant of the
 * injection, or they timed out there later, because the victim was gone
 * ({@link https://docs.temporal.io/sticky-execution | sticky execution}).
 *
 * @remarks A sticky queue is one that only one incarnation polls. Event times and the journal's wall clock are of one
 * host, so they may be compared.
 */
export function stickyUnits(evidence: Evidence, strike: Strike): readonly HeldUnit[] {
  if (evidence.eventHistories.state === 'unavailable') return [];
  const queues = ownQueues(evidence, strike);
  if (queues.size === 0) return [];
  const strikeMs = Date.parse(strike.injectedTime);
  const endMs = strikeMs + reachMs(evidence, strike);
  return evidence.eventHistories.rows.flatMap((history) => [
    ...waiting(history, strikeMs)
      .filter((scheduled) => queues.has(scheduled.queue))
      .map((one) =>
        unitOf(strike, history, { ...one, sinceMs: strike.injectedMs, where: "in the victim's sticky queue" }),
      ),
    ...timedOut(history)
      .filter(({ queue, timeMs }) => queues.has(queue) && timeMs > strikeMs && timeMs <= endMs)
      .map((one) => {
        const sinceMs = strike.injectedMs + (one.timeMs - strikeMs);
        return unitOf(strike, history, { ...one, sinceMs, where: 'which timed out in the sticky queue of the victim' });
      }),
  ]);
}

function unitOf(
  strike: Strike,
  { workflowId, runId }: EventHistory,
  { eventId, sinceMs, where }: Pick<Scheduled, 'eventId'> & { readonly sinceMs: number; readonly where: string },
): HeldUnit {
  return {
    name: `workflow task of ${workflowId} (event ${eventId}, ${where})`,
    strike,
    handOut: null,
    task: 'workflow',
    workflowId,
    runId,
    activityId: null,
    attempt: null,
    startedEventId: null,
    sinceMs,
  };
}

/** How long after the injection a task may be put into the victim's queue in vain: for ever, if that life has ended. */
function reachMs({ journal }: Evidence, { component, incarnation, injectedMs, healedMs }: Strike): number {
  const ended = entriesOf(journal, 'component').some(
    (entry) =>
      entry.change === 'exited' &&
      entry.component === component &&
      (incarnation ?? entry.incarnation) === entry.incarnation &&
      entry.purpose === 'fault',
  );
  return ended || healedMs === null ? Number.POSITIVE_INFINITY : healedMs - injectedMs;
}

/** The task queues that only the struck incarnation polls. */
function ownQueues(evidence: Evidence, { component, incarnation }: Strike): ReadonlySet<string> {
  const polls = entriesOf(evidence.journal, 'call').filter((call) => isPoll(call) && call.taskQueue !== undefined);
  const isVictim = (poll: (typeof polls)[number]): boolean =>
    poll.component === component && (incarnation ?? poll.incarnation) === poll.incarnation;
  const shared = new Set(polls.filter((poll) => !isVictim(poll)).map((poll) => poll.taskQueue));
  const own = polls.filter(
    (poll) => isVictim(poll) && poll.method === 'PollWorkflowTaskQueue' && !shared.has(poll.taskQueue),
  );
  return new Set(own.map((poll) => poll.taskQueue ?? ''));
}

interface Scheduled {
  readonly eventId: string;
  readonly queue: string;
  readonly timeMs: number;
}

/** The workflow tasks that were scheduled to a sticky queue. */
function stickyTasks(history: EventHistory): readonly Scheduled[] {
  return eventsOf(history, 'WORKFLOW_TASK_SCHEDULED')
    .map((event) => ({ event, queue: attributesOf(event).taskQueue as { readonly kind?: string } | undefined }))
    .filter(({ queue }) => queue?.kind === 'TASK_QUEUE_KIND_STICKY')
    .map(({ event }) => ({
      eventId: event.eventId,
      queue: nameOf(attributesOf(event).taskQueue),
      timeMs: Date.parse(event.eventTime),
    }));
}

function waiting(history: EventHistory, strikeMs: number): readonly Scheduled[] {
  const over = new Set(
    [...eventsOf(history, 'WORKFLOW_TASK_STARTED'), ...eventsOf(history, 'WORKFLOW_TASK_TIMED_OUT')]
      .filter((event) => Date.parse(event.eventTime) <= strikeMs)
      .map((event) => textAttribute(event, 'scheduledEventId')),
  );
  return stickyTasks(history).filter(({ eventId, timeMs }) => timeMs <= strikeMs && !over.has(eventId));
}

/** Those that no worker took from there in time. */
function timedOut(history: EventHistory): readonly Scheduled[] {
  const unstarted = new Set(
    eventsOf(history, 'WORKFLOW_TASK_TIMED_OUT')
      .filter((event) => textAttribute(event, 'timeoutType') === 'TIMEOUT_TYPE_SCHEDULE_TO_START')
      .map((event) => textAttribute(event, 'scheduledEventId')),
  );
  return stickyTasks(history).filter(({ eventId }) => unstarted.has(eventId));
}
