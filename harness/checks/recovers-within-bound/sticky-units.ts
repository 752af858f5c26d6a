import { attributesOf, type EventHistory, eventsOf, textAttribute } from '../../model/event-history.ts';
import type { Evidence } from '../../model/evidence.ts';
import { entriesOf } from '../../model/journal.ts';
import { nameOf } from '../evidence/activity-records.ts';
import { isPoll } from '../evidence/hand-outs.ts';
import type { HeldUnit, Strike } from './strikes.ts';

/**
 * Workflow tasks that waited in the victim's sticky queue at the instant of the injection.
 *
 * @remarks A sticky queue is one that only one incarnation polls
 * ({@link https://docs.temporal.io/sticky-execution | sticky execution}). Event times and the journal's wall clock are of
 * one host, so they may be compared.
 */
export function stickyUnits(evidence: Evidence, strike: Strike): readonly HeldUnit[] {
  if (evidence.eventHistories.state === 'unavailable') return [];
  const queues = ownQueues(evidence, strike);
  if (queues.size === 0) return [];
  const strikeMs = Date.parse(strike.injectedTime);
  return evidence.eventHistories.rows.flatMap((history) =>
    waiting(history, strikeMs)
      .filter((scheduled) => queues.has(scheduled.queue))
      .map(({ eventId }) => ({
        name: `workflow task of ${history.workflowId} (event ${eventId}, in the victim's sticky queue)`,
        strike,
        handOut: null,
        task: 'workflow' as const,
        workflowId: history.workflowId,
        runId: history.runId,
        activityId: null,
        attempt: null,
        startedEventId: null,
        sinceMs: strike.injectedMs,
      })),
  );
}

/** The task queues that only the struck incarnation polls. */
export function ownQueues(evidence: Evidence, { component, incarnation }: Strike): ReadonlySet<string> {
  const polls = entriesOf(evidence.journal, 'call').filter((call) => isPoll(call) && call.taskQueue !== undefined);
  const isVictim = (poll: (typeof polls)[number]): boolean =>
    poll.component === component && (incarnation ?? poll.incarnation) === poll.incarnation;
  const shared = new Set(polls.filter((poll) => !isVictim(poll)).map((poll) => poll.taskQueue));
  const own = polls.filter(
    (poll) => isVictim(poll) && poll.method === 'PollWorkflowTaskQueue' && !shared.has(poll.taskQueue),
  );
  return new Set(own.map((poll) => poll.taskQueue ?? ''));
}

/** A workflow task that was put into a sticky queue. */
export interface Scheduled {
  readonly eventId: string;
  readonly queue: string;
  readonly timeMs: number;
}

/** The workflow tasks that were scheduled to a sticky queue. */
export function stickyTasks(history: EventHistory): readonly Scheduled[] {
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
