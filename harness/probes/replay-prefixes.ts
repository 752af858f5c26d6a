import type { EventHistory, HistoryEvent } from '../model/event-history.ts';
import { replayPaths } from '../model/replay-paths.ts';

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
 * @remarks Prefixes that take the same path (see {@link replayPaths}) are replayed once; `replayed` holds the paths whose
 * replay has been answered before. Adding to it is the caller's, once there is an answer: a path that was only asked about
 * proves nothing.
 */
export function replayCases(histories: readonly EventHistory[], replayed: ReadonlySet<string>): readonly ReplayCase[] {
  const seen = new Set(replayed);
  return histories.flatMap((history) => [...prefixes(history, seen), whole(history)]);
}

function whole(history: EventHistory): ReplayCase {
  return { workflowId: history.workflowId, runId: history.runId, events: history.events, full: true, path: null };
}

function prefixes(history: EventHistory, seen: Set<string>): ReplayCase[] {
  return replayPaths(history).flatMap(({ events, path }) => {
    if (seen.has(path)) return [];
    seen.add(path);
    return [{ ...whole(history), events: history.events.slice(0, events), full: false, path }];
  });
}
