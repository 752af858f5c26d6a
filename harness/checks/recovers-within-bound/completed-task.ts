import { eventIdOf, eventsOf, type HistoryEvent, textAttribute } from '../../model/event-history.ts';
import type { Evidence } from '../../model/evidence.ts';
import { handOuts } from '../evidence/hand-outs.ts';
import { runOfTask } from '../evidence/run-of-task.ts';
import { taskCompletions } from '../evidence/task-completions.ts';
import type { HeldUnit } from './strikes.ts';

/**
 * How the server names the request by which it starts a workflow task inside the reply to the completion of the last.
 */
const INLINE_REQUEST = 'request-from-RespondWorkflowTaskCompleted';

/**
 * Whether the event history says that this workflow task was completed in this attempt. Then nothing of it was lost,
 * even if its holder never heard the answer.
 *
 * @remarks The exception is a lost answer that carried the next task: then the workflow's work was lost after all, and
 * has to recover.
 */
export function wasCompletedItself(evidence: Evidence, unit: HeldUnit): boolean {
  const { startedEventId, attempt } = unit;
  if (startedEventId === null) return false;
  const history = runOfTask(evidence, unit);
  if (history === undefined) return false;
  const [completed] = taskCompletions(history, { startedEventId, attempt: attempt ?? 1 });
  if (completed === undefined) return false;
  const next = eventsOf(history, 'WORKFLOW_TASK_STARTED').find((event) => eventIdOf(event) > eventIdOf(completed));
  return next === undefined || !isInline(next) || wasHandedOut(evidence, unit, next);
}

function isInline(started: HistoryEvent): boolean {
  return textAttribute(started, 'requestId') === INLINE_REQUEST;
}

function wasHandedOut({ journal }: Evidence, { workflowId }: HeldUnit, { eventId }: HistoryEvent): boolean {
  return handOuts(journal).some((one) => one.workflowId === workflowId && one.startedEventId === eventId);
}
