import type { Client } from '@temporalio/client';
import { type ExistingTemporal, ownWorkflowsQuery } from '../model/existing-temporal.ts';

const CALL_LIMIT_MS = 5000;
/** gRPC's NOT_FOUND: it has ended meanwhile. */
const NOT_FOUND = 5;

/**
 * Deletes the schedules of a run once, and terminates its workflows that run. Without its schedules none is started any more.
 *
 * @returns how many workflows ran
 * @throws the error of a schedule that could not be deleted, once the workflows are terminated
 */
export async function removeFromTemporal(client: Client, temporal: ExistingTemporal): Promise<number> {
  const deletions = await Promise.allSettled(
    (temporal.scheduleIds ?? []).map((scheduleId) =>
      client.withDeadline(Date.now() + CALL_LIMIT_MS, () => deleteSchedule(client, scheduleId)),
    ),
  );
  const running = await terminateAll(client, temporal);
  const failed = deletions.find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
  return running;
}

async function deleteSchedule(client: Client, scheduleId: string): Promise<void> {
  await client.schedule
    .getHandle(scheduleId)
    .delete()
    .catch((error: unknown) => {
      if (!isGone(error)) throw error;
    });
}

async function terminateAll(client: Client, temporal: ExistingTemporal): Promise<number> {
  const query = `${ownWorkflowsQuery(temporal)} AND ExecutionStatus = 'Running'`;
  let running = 0;
  if (temporal.leaveWorkflows) return running;
  await client.withDeadline(Date.now() + CALL_LIMIT_MS, async () => {
    for await (const { workflowId, runId } of client.workflow.list({ query })) {
      running += 1;
      await terminate(client, { workflowId, runId }, temporal.mark);
    }
  });
  return running;
}

async function terminate(
  client: Client,
  execution: { readonly workflowId: string; readonly runId: string },
  mark: string,
): Promise<void> {
  const reason = `durable-chaos: the run ${mark}* that it belongs to has ended`;
  await client.workflow
    .getHandle(execution.workflowId, execution.runId)
    .terminate(reason)
    .catch((error: unknown) => {
      if (!isGone(error)) throw error;
    });
}

function isGone(error: unknown): boolean {
  const cause = error instanceof Error && 'cause' in error ? error.cause : error;
  const name = error instanceof Error ? error.name : '';
  return (
    name === 'WorkflowNotFoundError' ||
    name === 'ScheduleNotFoundError' ||
    (cause as { readonly code?: number } | undefined)?.code === NOT_FOUND
  );
}
