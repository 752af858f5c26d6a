import type { EventHistory, HistoryEvent } from '../../model/event-history.ts';
import type { Json } from '../../model/json.ts';

/** The instant at which the runs of the tests begin. */
export const RUN_START_MS = Date.parse('2026-11-22T12:00:00.000Z');

/** An instant of a run as the books write it. */
export function timeAt(atMs: number): string {
  return new Date(RUN_START_MS + atMs).toISOString();
}

/** An activity as a test wants it recorded. */
export interface ActivityStep {
  readonly atMs: number;
  readonly type: string;
  readonly input: Json;
  readonly result: Json;
  readonly attempt?: number;
  readonly how?: 'COMPLETED' | 'FAILED' | 'TIMED_OUT' | 'CANCELED';
}

/** Writes an event history step by step, in Temporal's own JSON. */
export interface HistoryBuilder {
  /** Adds an event and says its id. */
  add(atMs: number, type: string, attributes: Readonly<Record<string, Json>>): string;
  /** A workflow task, scheduled, started and completed (or timed out); says the id of its start. */
  workflowTask(atMs: number, end?: 'COMPLETED' | 'TIMED_OUT'): string;
  /** An activity from schedule to close; says its activity id. */
  activity(step: ActivityStep): string;
  history(): EventHistory;
}

/** Begins the event history of a workflow that was started at an instant. */
export function historyBuilder(
  workflowId: string,
  start: { readonly atMs: number; readonly type: string; readonly args: readonly Json[] },
): HistoryBuilder {
  const events: HistoryEvent[] = [];
  let activities = 0;
  const add: HistoryBuilder['add'] = (atMs, type, attributes) => {
    const eventId = String(events.length + 1);
    const field = type.toLowerCase().replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
    const eventType = `EVENT_TYPE_${type}`;
    events.push({ eventId, eventTime: timeAt(atMs), eventType, [`${field}EventAttributes`]: attributes });
    return eventId;
  };
  add(start.atMs, 'WORKFLOW_EXECUTION_STARTED', {
    workflowType: { name: start.type },
    input: payloads(start.args),
    workflowTaskTimeout: '2s',
  });
  return {
    add,
    workflowTask: (atMs, end = 'COMPLETED') => {
      const taskQueue = { name: 'documents', kind: 'TASK_QUEUE_KIND_NORMAL' };
      const scheduledEventId = add(atMs, 'WORKFLOW_TASK_SCHEDULED', { taskQueue, startToCloseTimeout: '2s' });
      const startedEventId = add(atMs, 'WORKFLOW_TASK_STARTED', { scheduledEventId });
      add(end === 'COMPLETED' ? atMs : atMs + 2000, `WORKFLOW_TASK_${end}`, { scheduledEventId, startedEventId });
      return startedEventId;
    },
    activity: (step) => {
      activities += 1;
      const activityId = String(activities);
      addActivity(add, activityId, step);
      return activityId;
    },
    history: () => ({ workflowId, runId: `run-of-${workflowId}`, events }),
  };
}

/** A `Payloads` message of Temporal's JSON. */
export function payloads(values: readonly Json[]): Json {
  const encode = (text: string): string => Buffer.from(text).toString('base64');
  const metadata = { encoding: encode('json/plain') };
  return { payloads: values.map((value) => ({ metadata, data: encode(JSON.stringify(value)) })) };
}

function addActivity(add: HistoryBuilder['add'], activityId: string, step: ActivityStep): void {
  const { atMs, type, input, result, attempt = 1, how = 'COMPLETED' } = step;
  const attributes = { activityId, activityType: { name: type }, input: payloads([input]), heartbeatTimeout: '2s' };
  const scheduledEventId = add(atMs, 'ACTIVITY_TASK_SCHEDULED', attributes);
  const startedEventId = add(atMs + 10, 'ACTIVITY_TASK_STARTED', { scheduledEventId, attempt });
  const outcome = how === 'COMPLETED' ? { result: payloads([result]) } : {};
  add(atMs + 20, `ACTIVITY_TASK_${how}`, { scheduledEventId, startedEventId, ...outcome });
}
