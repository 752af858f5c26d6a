import { createHash } from 'node:crypto';
import {
  attributesOf,
  type EventHistory,
  eventTypeOf,
  type HistoryEvent,
  textAttribute,
} from '../model/event-history.ts';

/** One event history, or the beginning of one, that is to be replayed. */
export interface ReplayCase {
  readonly workflowId: string;
  readonly runId: string;
  readonly events: readonly HistoryEvent[];
  readonly full: boolean;
  /** The path that a prefix takes; null for an event history as a whole. */
  readonly path: string | null;
}

/**
 * The replays that prove an event history: itself, and every prefix that a worker could have been handed.
 *
 * @remarks A worker is handed event histories that end with a WORKFLOW_TASK_STARTED event, so those are the prefixes it
 * could ever have to replay. Prefixes that take the same path (same sequence of event types and activities) are replayed
 * once; `replayed` holds the paths whose replay has been answered before. Adding to it is the caller's, once there is an
 * answer: a path that was only asked about proves nothing.
 */
export function replayCases(histories: readonly EventHistory[], replayed: ReadonlySet<string>): readonly ReplayCase[] {
  const seen = new Set(replayed);
  return histories.flatMap((history) => [...prefixes(history, seen), whole(history)]);
}

function whole(history: EventHistory): ReplayCase {
  return { workflowId: history.workflowId, runId: history.runId, events: history.events, full: true, path: null };
}

function prefixes(history: EventHistory, seen: Set<string>): ReplayCase[] {
  const path = createHash('sha256');
  const cases: ReplayCase[] = [];
  for (const [index, event] of history.events.slice(0, -1).entries()) {
    path.update(`${stepOf(event)}\n`);
    if (eventTypeOf(event) !== 'WORKFLOW_TASK_STARTED') continue;
    const key = path.copy().digest('hex');
    if (seen.has(key)) continue;
    seen.add(key);
    cases.push({ ...whole(history), events: history.events.slice(0, index + 1), full: false, path: key });
  }
  return cases;
}

function stepOf(event: HistoryEvent): string {
  const attributes = attributesOf(event);
  const name = (attributes.activityType ?? attributes.workflowType ?? {}) as { readonly name?: string };
  return `${eventTypeOf(event)} ${name.name ?? ''} ${textAttribute(event, 'signalName') ?? ''}`;
}
