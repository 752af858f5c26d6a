import type { EventHistory } from '../model/event-history.ts';
import type { Book } from '../model/evidence.ts';
import type { ExecutionId, WorkflowClient } from '../model/probes.ts';

const AT_ONCE = 20;

/**
 * Reads the event histories book: the latest run of each planned workflow, and every other execution of the namespace
 * that isn't a canary's.
 *
 * @remarks The planned ones are read by their ids, because visibility lags behind. What the list adds is what nobody
 * planned: workflows of other ids, and earlier or continued runs of the planned ones. Where the list can't be read, or
 * one event history can't, the book is unavailable: it must not look whole.
 */
export async function readEventHistories(
  workflows: Pick<WorkflowClient, 'eventHistory' | 'executions'>,
  workflowIds: readonly string[],
  canaries: ReadonlySet<string>,
): Promise<Book<EventHistory>> {
  try {
    const planned = await inBatches(workflowIds, (workflowId) => historyIfAny(workflows, workflowId));
    const rows = planned.filter((row) => row !== null);
    const known = new Set(rows.map((row) => keyOf(row)));
    const executions = await workflows.executions();
    const others = executions.filter((one) => !canaries.has(one.workflowId) && !known.has(keyOf(one)));
    const rest = await inBatches(others, ({ workflowId, runId }) => workflows.eventHistory(workflowId, runId));
    return { state: 'collected', rows: [...rows, ...rest] };
  } catch (error) {
    return { state: 'unavailable', reason: error instanceof Error ? error.message : String(error) };
  }
}

function keyOf({ workflowId, runId }: ExecutionId): string {
  return JSON.stringify([workflowId, runId]);
}

/** Each call has a deadline of its own, which a thousand at once would not meet. */
async function inBatches<A, B>(items: readonly A[], read: (item: A) => Promise<B>): Promise<readonly B[]> {
  const results: B[] = [];
  while (results.length < items.length) {
    const batch = items.slice(results.length, results.length + AT_ONCE);
    results.push(...(await Promise.all(batch.map((item) => read(item)))));
  }
  return results;
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
