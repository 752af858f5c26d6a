import { withAttributes, withJob, withRows } from '../../contracts/sample-run/changes.ts';
import { correctRun } from '../../contracts/sample-run/correct-run.ts';
import { type HistoryBuilder, historyBuilder, payloads } from '../../contracts/sample-run/history-builder.ts';
import type { AlsoStarted } from '../../model/also-started.ts';
import type { EventHistory } from '../../model/event-history.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { Json } from '../../model/json.ts';

/** The workflow of the correct run that a test gives children, or further runs. */
export const PARENT = 'document-1';
const PARENT_RUN = `run-of-${PARENT}`;

/** Makes a short event history, completed unless the test writes its own steps. */
export function shortHistory(
  ids: Pick<EventHistory, 'workflowId' | 'runId'> & { readonly type?: string; readonly atMs?: number },
  start: Readonly<Record<string, Json>> = {},
  steps: (builder: HistoryBuilder) => void = completes,
): EventHistory {
  const { workflowId, runId, type = 'sendReceipt', atMs = 4000 } = ids;
  const builder = historyBuilder(workflowId, { atMs, type, args: [] });
  steps(builder);
  const [first, ...rest] = builder.history().events;
  return { workflowId, runId, events: first === undefined ? [] : [withAttributes(first, start), ...rest] };
}

/** The steps of a workflow that does nothing and completes. */
export function completes(builder: HistoryBuilder, result: Json = null): void {
  builder.workflowTask(4100);
  builder.add(4110, 'WORKFLOW_EXECUTION_COMPLETED', { result: payloads([result]) });
}

/** The start of a child of a run. */
export const childOf = (workflowId: string, runId = `run-of-${workflowId}`): Readonly<Record<string, Json>> => ({
  parentWorkflowExecution: { workflowId, runId },
});

/** The evidence with more event histories. */
export function withHistories(evidence: Evidence, ...more: readonly EventHistory[]): Evidence {
  return withRows(evidence, 'eventHistories', (rows) => [...rows, ...more]);
}

/** The evidence in which a run says that it started a child, by an event before its last one. */
export function withChildStarted(
  evidence: Evidence,
  workflowId: string,
  { parent = PARENT_RUN, policy = 'TERMINATE' }: { readonly parent?: string; readonly policy?: string } = {},
): Evidence {
  const event = {
    eventType: 'EVENT_TYPE_START_CHILD_WORKFLOW_EXECUTION_INITIATED',
    startChildWorkflowExecutionInitiatedEventAttributes: {
      workflowId,
      parentClosePolicy: `PARENT_CLOSE_POLICY_${policy}`,
    },
  };
  return withRows(evidence, 'eventHistories', (rows) =>
    rows.map((row) => (row.runId === parent ? { ...row, events: withEventBeforeLast(row, event) } : row)),
  );
}

/** The events with one more before the last, all of them numbered anew. */
export function withEventBeforeLast(
  { events }: EventHistory,
  event: Omit<EventHistory['events'][number], 'eventId' | 'eventTime'>,
): EventHistory['events'] {
  const [last] = events.slice(-1);
  if (last === undefined) return events;
  const eventId = String(events.length);
  const { eventType, ...attributes } = event;
  const added = { eventId, eventTime: last.eventTime, eventType: String(eventType), ...attributes };
  return [...events.slice(0, -1), added, { ...last, eventId: String(events.length + 1) }];
}

/** The correct run with a child of the first document, and its end, if a test wants another. */
export function runWithChild(
  steps?: (builder: HistoryBuilder) => void,
  policy?: { readonly policy: string },
): Evidence {
  const child = shortHistory({ workflowId: 'receipt-1', runId: 'r1' }, childOf(PARENT), steps);
  return withHistories(withChildStarted(correctRun(), 'receipt-1', policy), child);
}

/** The evidence in which the job of the first document declares such workflows. */
export function withAlso(evidence: Evidence, ...also: readonly AlsoStarted[]): Evidence {
  return withJob(evidence, PARENT, (job) => ({ ...job, also: [...also] }));
}
