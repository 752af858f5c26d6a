import type { EventHistory } from '../../model/event-history.ts';
import type { Book, ReplayRow } from '../../model/evidence.ts';
import { pathOnVersion, replayPaths } from '../../model/replay-paths.ts';
import type { VersionOfReplay } from '../../model/task-versions.ts';

/** Replays, with the program that each must have been on. */
export interface Replayed {
  readonly replays: Book<ReplayRow>;
  readonly versionOf: VersionOfReplay;
}

/**
 * The replays of prefixes, by the path that they take: each path is replayed once in an exploration, on the first workflow
 * that takes it, and proves the same of all that take it after.
 */
export class PathReplays {
  readonly #byPath = new Map<string, ReplayRow>();

  /** Takes note of what was replayed. */
  learn(histories: readonly EventHistory[], { replays, versionOf }: Replayed): void {
    if (replays.state === 'unavailable') return;
    const rows = new Map(replays.rows.filter(({ full }) => !full).map((row) => [keyOf(row, row.events), row]));
    for (const history of histories) {
      for (const { events, path } of replayPaths(history)) {
        const row = rows.get(keyOf(history, events));
        if (row !== undefined) this.#byPath.set(pathOnVersion(path, versionOf(history, events) ?? null), row);
      }
    }
  }

  /** The replays that speak of the prefixes of one event history, as its own. */
  of(history: EventHistory, versionOf: VersionOfReplay): readonly ReplayRow[] {
    const { workflowId, runId } = history;
    return replayPaths(history).flatMap(({ events, path }) => {
      const row = this.#byPath.get(pathOnVersion(path, versionOf(history, events) ?? null));
      return row === undefined ? [] : [{ ...row, workflowId, runId, events }];
    });
  }
}

function keyOf({ workflowId, runId }: Pick<EventHistory, 'workflowId' | 'runId'>, events: number): string {
  return JSON.stringify([workflowId, runId, events]);
}
