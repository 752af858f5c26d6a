import pMap from 'p-map';
import { messageOf } from '../errors.ts';
import type { EventHistory } from '../model/event-history.ts';
import type { Book } from '../model/evidence.ts';
import { linksOf } from '../model/execution-links.ts';
import type { NamedRun } from '../model/executions.ts';
import type { WorkflowClient } from '../model/probes.ts';

/** Each call has a deadline, which a thousand at once would miss. */
const concurrency = 20;

/**
 * Reads the event histories book: every run of each planned workflow and of all that these started, and every other
 * execution of the namespace that isn't a canary's.
 *
 * @remarks The planned ones are read by their ids, because visibility lags behind. Their event histories name further
 * runs and children, which are read by those names. The list adds unplanned executions. If the list, or an event
 * history that it names, can't be read, the book is unavailable: it must not look whole.
 */
export async function readEventHistories(
  workflows: Pick<WorkflowClient, 'eventHistory' | 'executions'>,
  workflowIds: readonly string[],
  canaries: ReadonlySet<string>,
): Promise<Book<EventHistory>> {
  try {
    const planned = await readAll(workflowIds.map((workflowId) => async () => historyIfAny(workflows, workflowId)));
    const executions = await workflows.executions();
    const listed = executions.filter((one) => !canaries.has(one.workflowId) && !isAmong(planned, one));
    const rest = await readAll(listed.map((one) => async () => workflows.eventHistory(one.workflowId, one.runId)));
    return { state: 'collected', rows: await withLinked(workflows, [...planned, ...rest], canaries) };
  } catch (error) {
    return { state: 'unavailable', reason: messageOf(error) };
  }
}

/**
 * Reads every run of some workflows and of all that these started, as far as event histories name them.
 *
 * @remarks It needs no list of the namespace, so it costs no more than those workflows.
 */
export async function readLinkedHistories(
  workflows: Pick<WorkflowClient, 'eventHistory'>,
  workflowIds: readonly string[],
): Promise<Book<EventHistory>> {
  try {
    const own = await readAll(workflowIds.map((workflowId) => async () => historyIfAny(workflows, workflowId)));
    return { state: 'collected', rows: await withLinked(workflows, own, new Set()) };
  } catch (error) {
    return { state: 'unavailable', reason: messageOf(error) };
  }
}

/** The event histories, and those of all executions that they name. */
async function withLinked(
  workflows: Pick<WorkflowClient, 'eventHistory'>,
  rows: readonly EventHistory[],
  canaries: ReadonlySet<string>,
): Promise<readonly EventHistory[]> {
  const all = [...rows];
  for (let fresh = rows; fresh.length > 0; ) {
    const named = fresh.flatMap((history) => linksOf(history));
    const missing = named.filter((one) => !canaries.has(one.workflowId) && !isAmong(all, one));
    const wanted = [...new Map(missing.map((one) => [JSON.stringify(one), one])).values()];
    fresh = await readAll(wanted.map((one) => async () => historyIfAny(workflows, one.workflowId, one.runId)));
    all.push(...fresh);
  }
  return all;
}

async function readAll(reads: readonly (() => Promise<EventHistory | null>)[]): Promise<readonly EventHistory[]> {
  const read = await pMap(reads, async (one) => one(), { concurrency });
  return read.filter((row) => row !== null);
}

/** A run without an id is the latest one. */
function isAmong(rows: readonly EventHistory[], { workflowId, runId }: NamedRun): boolean {
  return rows.some((row) => row.workflowId === workflowId && (runId === '' || row.runId === runId));
}

/** A workflow that was never started has no event history; that is for the checks to judge. */
async function historyIfAny(
  workflows: Pick<WorkflowClient, 'eventHistory'>,
  workflowId: string,
  runId = '',
): Promise<EventHistory | null> {
  try {
    return await (runId === '' ? workflows.eventHistory(workflowId) : workflows.eventHistory(workflowId, runId));
  } catch (error) {
    if (error instanceof Error && error.name === 'WorkflowNotFoundError') return null;
    throw error;
  }
}
