import pMap from 'p-map';
import { messageOf } from '../errors.ts';
import type { EventHistory } from '../model/event-history.ts';
import type { Book } from '../model/evidence.ts';
import type { ExecutionId, WorkflowClient } from '../model/probes.ts';

/** Each call has a deadline, which a thousand at once would miss. */
const concurrency = 20;

/**
 * Reads the event histories book: the latest run of each planned workflow, and every other execution of the namespace
 * that isn't a canary's.
 *
 * @remarks The planned ones are read by their ids, because visibility lags behind. The list adds unplanned executions:
 * workflows of other ids, and earlier or continued runs of the planned ones. If the list or one event history can't be
 * read, the book is unavailable: it must not look whole.
 */
export async function readEventHistories(
  workflows: Pick<WorkflowClient, 'eventHistory' | 'executions'>,
  workflowIds: readonly string[],
  canaries: ReadonlySet<string>,
): Promise<Book<EventHistory>> {
  try {
    const planned = await pMap(workflowIds, async (workflowId) => historyIfAny(workflows, workflowId), { concurrency });
    const rows = planned.filter((row) => row !== null);
    const known = new Set(rows.map((row) => keyOf(row)));
    const executions = await workflows.executions();
    const others = executions.filter((one) => !canaries.has(one.workflowId) && !known.has(keyOf(one)));
    const readOne = async ({ workflowId, runId }: ExecutionId): Promise<EventHistory> =>
      workflows.eventHistory(workflowId, runId);
    const rest = await pMap(others, readOne, { concurrency });
    return { state: 'collected', rows: [...rows, ...rest] };
  } catch (error) {
    return { state: 'unavailable', reason: messageOf(error) };
  }
}

function keyOf({ workflowId, runId }: ExecutionId): string {
  return JSON.stringify([workflowId, runId]);
}

/** A workflow that was never started has no event history; that is for the checks to judge. */
async function historyIfAny(
  workflows: Pick<WorkflowClient, 'eventHistory'>,
  workflowId: string,
): Promise<EventHistory | null> {
  try {
    return await workflows.eventHistory(workflowId);
  } catch (error) {
    if (error instanceof Error && error.name === 'WorkflowNotFoundError') return null;
    throw error;
  }
}
