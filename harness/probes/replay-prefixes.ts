import type { EventHistory } from '../model/event-history.ts';
import { replayPaths } from '../model/replay-paths.ts';

/** One replay of an event history: as a whole, or of its beginning. */
export interface PlannedReplay {
  /** How many events are replayed, from the first. */
  readonly events: number;
  readonly full: boolean;
  /** The path that a prefix takes; null for an event history as a whole. */
  readonly path: string | null;
}

/** An event history with the replays that are to prove it. */
export interface ReplayCase {
  readonly history: EventHistory;
  readonly replays: readonly PlannedReplay[];
}

/**
 * The replays that prove event histories: each whole, and every prefix that a worker could have got.
 *
 * @remarks Prefixes that take the same path (see {@link replayPaths}) are replayed once; `replayed` holds the paths
 * whose replay has been answered before. The caller adds to it, once there is an answer: a path that was only asked
 * about proves nothing.
 */
export function replayCases(histories: readonly EventHistory[], replayed: ReadonlySet<string>): readonly ReplayCase[] {
  const seen = new Set(replayed);
  return histories.map((history) => {
    const whole = { events: history.events.length, full: true, path: null };
    return { history, replays: [...prefixes(history, seen), whole] };
  });
}

function prefixes(history: EventHistory, seen: Set<string>): PlannedReplay[] {
  return replayPaths(history).flatMap(({ events, path }) => {
    if (seen.has(path)) return [];
    seen.add(path);
    return [{ events, full: false, path }];
  });
}
