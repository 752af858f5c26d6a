import { historyFromJSON, historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { describeIssue } from '../model/describe-issue.ts';
import {
  attributesOf,
  disorderOf,
  type EventHistory,
  type ExportedEvent,
  eventTypeOf,
  exportedFileSchema,
  type HistoryEvent,
  historyFileSchema,
} from '../model/event-history.ts';

/**
 * The event history in a file that `temporal workflow show --output json` or the Temporal UI wrote.
 *
 * @param json - the content of the file
 * @param name - stands for the workflow id, which older servers did not record
 * @throws Error if it is no event history; its message says why.
 */
export function exportedHistory(json: unknown, name: string): EventHistory {
  const events = readEvents(json);
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

/** The causes of older files, such as `ResetWorkflow`, of which the SDK's reading makes none. */
function withCause(event: ExportedEvent): ExportedEvent {
  const field = Object.keys(event).find((key) => key.endsWith('EventAttributes'));
  const attributes = field === undefined ? undefined : event[field];
  if (field === undefined || typeof attributes !== 'object' || attributes === null) return event;
  const { cause } = attributes as { readonly cause?: unknown };
  if (typeof cause !== 'string' || cause.includes('_CAUSE_')) return event;
  const prefix = constantCase(field.replace('EventAttributes', '').replace(/^request/, ''));
  return { ...event, [field]: { ...attributes, cause: `${prefix}_CAUSE_${constantCase(cause)}` } };
}

function constantCase(name: string): string {
  return name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();
}

function readEvents(json: unknown): readonly HistoryEvent[] {
  const given = exportedFileSchema.safeParse(json);
  if (!given.success) throw new Error(given.error.issues.map((issue) => describeIssue(issue, 'it'))[0]);
  // Read and written by the SDK: tools and versions spell enums and times in different ways.
  const written: unknown = JSON.parse(historyToJSON(historyFromJSON({ events: given.data.events.map(withCause) })));
  const read = historyFileSchema.safeParse(written);
  if (read.success) return read.data.events;
  const [issue] = read.error.issues;
  const event = given.data.events[Number(issue?.path[1])];
  // The SDK leaves out a type that it does not know.
  if (issue?.path[2] === 'eventType' && event !== undefined)
    throw new Error(`event ${event.eventId} has the unknown type "${event.eventType}"`);
  throw new Error(issue === undefined ? 'it cannot be read' : describeIssue(issue, 'it'));
}
