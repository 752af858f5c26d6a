import type { Client } from '@temporalio/client';

/** The error of a reset of a workflow that has not begun: nothing was asked of the server. */
export class NothingToReset extends Error {
  override readonly name = 'NothingToReset';
}

/**
 * Takes a workflow back to its first workflow task: its current run is terminated, and another does all of it once more.
 *
 * @remarks Signals that came after that task come again. The server knows a repeated request by its id, and resets once.
 * @see https://docs.temporal.io/workflow-execution/event#reset
 * @throws NothingToReset if no workflow task of it is completed.
 */
export async function resetWorkflow(client: Client, workflowId: string): Promise<void> {
  const { runId } = await client.workflow.getHandle(workflowId).describe();
  const { events } = await client.workflow.getHandle(workflowId, runId).fetchHistory();
  const first = events?.find((event) => Boolean(event.workflowTaskCompletedEventAttributes))?.eventId ?? null;
  if (first === null)
    throw new NothingToReset(`${workflowId} has completed no workflow task that it could be reset to.`);
  await client.workflowService.resetWorkflowExecution({
    namespace: client.options.namespace,
    workflowExecution: { workflowId, runId },
    workflowTaskFinishEventId: first,
    reason: 'The plan of a run says so.',
    requestId: `reset-of-${runId}`,
  });
}
