import type { EventHistory } from '../model/event-history.ts';
import { isBegun, pathOnVersion, replayPaths } from '../model/replay-paths.ts';
import type { VersionOfReplay } from '../model/task-versions.ts';

/** One replay of an event history: as a whole, or of its beginning. */
export interface PlannedReplay {
  /** How many events are replayed, from the first. */
  readonly events: number;
  readonly full: boolean;
  /** The path that a prefix takes, with the version it is replayed on; null for an event history as a whole. */
  readonly path: string | null;
  /** The version of the system to replay it with; null: the one that the run began with. */
  readonly version: string | null;
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
 * about proves nothing. Nothing is replayed of a workflow that has not begun, and nothing of which the version is not
 * known: on another it would prove nothing, and could fail.
 */
export function replayCases(
  histories: readonly EventHistory[],
  replayed: ReadonlySet<string>,
  versionOf: VersionOfReplay = () => null,
): readonly ReplayCase[] {
  const seen = new Set(replayed);
  return histories.map((history) => {
    const events = history.events.length;
    const version = versionOf(history, events);
    const whole = version === undefined || !isBegun(history) ? [] : [{ events, full: true, path: null, version }];
    return { history, replays: [...prefixes(history, seen, versionOf), ...whole] };
  });
}

/** The replays of each version, in the order in which the versions first come up. */
export function casesByVersion(cases: readonly ReplayCase[]): ReadonlyMap<string | null, readonly ReplayCase[]> {
  const versions = new Set(cases.flatMap(({ replays }) => replays.map(({ version }) => version)));
  return new Map(
    [...versions].map((version) => {
      const its = cases.map(({ history, replays }) => ({
        history,
        replays: replays.filter((one) => one.version === version),
      }));
      return [version, its.filter(({ replays }) => replays.length > 0)] as const;
    }),
  );
}

function prefixes(history: EventHistory, seen: Set<string>, versionOf: VersionOfReplay): PlannedReplay[] {
  return replayPaths(history).flatMap(({ events, path }) => {
    const version = versionOf(history, events);
    if (version === undefined) return [];
    const key = pathOnVersion(path, version);
    if (seen.has(key)) return [];
    seen.add(key);
    return [{ events, full: false, path: key, version }];
  });
}
