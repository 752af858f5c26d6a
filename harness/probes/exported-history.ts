import { historyFromJSON, historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { attributesOf, type EventHistory, eventTypeOf, historyFileSchema } from '../model/event-history.ts';

/**
 * The event history in a file that `temporal workflow show --output json` or the Temporal UI wrote.
 *
 * @param json - the content of the file
 * @param name - stands for the workflow id, which older servers did not record
 * @throws Error if it is no event history; its message says why.
 */
export function exportedHistory(json: unknown, name: string): EventHistory {
  // Read and written by the SDK: tools and versions spell enums and times in different ways.
  const { events } = historyFileSchema.parse(JSON.parse(historyToJSON(historyFromJSON(json))));
  const [started] = events;
  if (started === undefined) throw new Error('it has no events');
  if (eventTypeOf(started) !== 'WORKFLOW_EXECUTION_STARTED') throw new Error('it does not begin with the start');
  const { workflowId, originalExecutionRunId } = attributesOf(started);
  return {
    workflowId: typeof workflowId === 'string' && workflowId !== '' ? workflowId : name,
    runId: typeof originalExecutionRunId === 'string' ? originalExecutionRunId : '',
    events,
  };
}
