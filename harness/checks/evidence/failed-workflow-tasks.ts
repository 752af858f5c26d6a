import {
  attributesOf,
  type EventHistory,
  eventIdOf,
  eventsOf,
  type HistoryEvent,
  textAttribute,
} from '../../model/event-history.ts';
import { endOf } from './activity-records.ts';
import { withAdvice } from './set-up-advice.ts';

/**
 * The cause of a failed workflow task that is always a defect: replayed code asks for other commands than the event
 * history has.
 */
const DEFECT = 'WORKFLOW_TASK_FAILED_CAUSE_NON_DETERMINISTIC_ERROR';
/** The cause that is no failure: an event arrived while a worker was completing the execution. */
const LAWFUL = 'WORKFLOW_TASK_FAILED_CAUSE_UNHANDLED_COMMAND';

/** The cause by which the server closes a workflow task of an execution that is ended from outside. */
const FORCED = 'WORKFLOW_TASK_FAILED_CAUSE_FORCE_CLOSE_COMMAND';

/** A failed workflow task that its event history records. */
export interface FailedTask {
  readonly eventId: string;
  readonly startedEventId: string;
  /** Its cause and message, for people. */
  readonly why: string;
  /**
   * Whether it was only an incident: a later workflow task of the same run was completed, and the cause is no defect of
   * the workflow's code.
   */
  readonly doneAgain: boolean;
}

/**
 * The failed workflow tasks of a run, without those that only UNHANDLED_COMMAND failed, the reset that made the run, or
 * the termination of the run, as by a reset that made another one.
 *
 * @remarks Temporal does a failed task again. A worker also fails a task if it can't fetch the event history, if its
 * deadlock detector strikes, or if an operator resets the run
 * ({@link https://docs.temporal.io/references/events#workflowtaskfailed | WorkflowTaskFailed}). Such a task has harmed
 * nothing once a later one is completed.
 */
export function failedWorkflowTasks(history: EventHistory): readonly FailedTask[] {
  const completed = eventsOf(history, 'WORKFLOW_TASK_COMPLETED').map((event) => eventIdOf(event));
  const last = Math.max(0, ...completed);
  return eventsOf(history, 'WORKFLOW_TASK_FAILED')
    .filter((event) => textAttribute(event, 'cause') !== LAWFUL && !isReset(event) && !isForced(event, history))
    .map((event) => ({
      eventId: event.eventId,
      startedEventId: textAttribute(event, 'startedEventId') ?? '',
      why: whyOf(event),
      doneAgain: eventIdOf(event) < last && textAttribute(event, 'cause') !== DEFECT,
    }));
}

/** Such an event says where a run goes on with the events of another. */
function isReset(event: HistoryEvent): boolean {
  return (textAttribute(event, 'baseRunId') ?? '') !== '';
}

function isForced(event: HistoryEvent, history: EventHistory): boolean {
  return textAttribute(event, 'cause') === FORCED && endOf(history) === 'terminated';
}

function whyOf(event: HistoryEvent): string {
  const failure = attributesOf(event).failure as { readonly message?: string } | undefined;
  const cause = textAttribute(event, 'cause') ?? 'no cause';
  return failure?.message === undefined ? cause : withAdvice(`${cause}: ${failure.message}`);
}
