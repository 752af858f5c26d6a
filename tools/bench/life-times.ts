import { entriesOf, type JournalEntry } from '../../harness/model/journal.ts';

/** One kill of a component and the start after it, by the clock of the journal. */
export interface LifeCalls {
  readonly component: string;
  /** The life that was killed; the next one was started. */
  readonly incarnation: number;
  /** When each was called and when it returned. */
  readonly kill: { readonly calledMs: number; readonly returnedMs: number };
  readonly start: { readonly calledMs: number };
}

/** How long one kill and one start took, in milliseconds from the call. */
export interface LifeTimes {
  readonly endedMs: number;
  readonly killedMs: number;
  readonly runningMs: number;
  readonly firstPollMs: number;
}

/**
 * Reads from the journal how long a kill and a start took.
 *
 * @remarks `exited` and `spawned` are written as the operating system or the engine tells; `ready` as the gateway sees
 * the first poll of a worker.
 * @throws Error where one of them isn't journalled, or it ended of something else than the kill.
 */
export function lifeTimesOf(journal: readonly JournalEntry[], calls: LifeCalls): LifeTimes {
  const { component, incarnation, kill, start } = calls;
  const lives = entriesOf(journal, 'component').filter((entry) => entry.component === component);
  const find = (change: string, of: number): (typeof lives)[number] => {
    const found = lives.find((entry) => entry.change === change && entry.incarnation === of);
    if (found !== undefined) return found;
    throw new Error(`Expected ${component} to be journalled as ${change} in life ${of}, but it is not.`);
  };
  const exited = find('exited', incarnation);
  if (exited.signal !== 'SIGKILL' || exited.purpose !== 'fault') {
    const how = `${exited.signal ?? exited.exitCode} (${exited.purpose})`;
    throw new Error(`Expected ${component} to end of its kill, but it ended of ${how}.`);
  }
  return {
    endedMs: exited.atMs - kill.calledMs,
    killedMs: kill.returnedMs - kill.calledMs,
    runningMs: find('spawned', incarnation + 1).atMs - start.calledMs,
    firstPollMs: find('ready', incarnation + 1).atMs - start.calledMs,
  };
}
