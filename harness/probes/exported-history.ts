import { describeIssue } from '../model/describe-issue.ts';
import {
  attributesOf,
  disorderOf,
  type EventHistory,
  eventTypeOf,
  exportedFileSchema,
  type HistoryEvent,
  historyFileSchema,
} from '../model/event-history.ts';
import { historyFromJson, historyToJson, withTodaysEnums } from './history-json.ts';

/**
 * The event history in a file that `temporal workflow show --output json` or the Temporal UI wrote.
 *
 * @param json - the content of the file
 * @param name - stands for the workflow id, which older servers did not record
 * @throws Error if it is no event history; its message says why.
 */
export function exportedHistory(json: unknown, name: string): EventHistory {
  const events = inOrder(readEvents(json));
  const [started] = events;
  if (started === undefined) throw new Error('it has no events');
  if (eventTypeOf(started) !== 'WORKFLOW_EXECUTION_STARTED') throw new Error('it does not begin with the start');
  const disorder = disorderOf(events);
  if (disorder !== null) throw new Error(disorder);
  const { workflowId, originalExecutionRunId } = attributesOf(started);
  return {
    workflowId: typeof workflowId === 'string' && workflowId !== '' ? workflowId : name,
    runId: typeof originalExecutionRunId === 'string' ? originalExecutionRunId : '',
    events,
  };
}

/** The events from the first to the last: some exports begin with the last one. */
function inOrder(events: readonly HistoryEvent[]): readonly HistoryEvent[] {
  const reversed = events.toReversed();
  return events.length > 1 && disorderOf(reversed) === null ? reversed : events;
}

function readEvents(json: unknown): readonly HistoryEvent[] {
  const given = exportedFileSchema.safeParse(Array.isArray(json) ? { events: json } : json);
  if (!given.success) throw new Error(given.error.issues.map((issue) => describeIssue(issue, 'it'))[0]);
  // Read and written anew: tools and versions spell enums and times in different ways.
  const written = historyToJson(historyFromJson(withTodaysEnums(given.data)));
  const read = historyFileSchema.safeParse(written);
  if (read.success) return read.data.events;
  const [issue] = read.error.issues;
  const event = given.data.events[Number(issue?.path[1])];
  // A type that is not known is left out.
  if (issue?.path[2] === 'eventType' && event !== undefined)
    throw new Error(`event ${event.eventId} has the unknown type "${event.eventType}"`);
  throw new Error(issue === undefined ? 'it cannot be read' : describeIssue(issue, 'it'));
}
