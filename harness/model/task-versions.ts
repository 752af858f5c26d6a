import { type EventHistory, eventIdOf, eventsOf, eventTypeOf, textAttribute } from './event-history.ts';
import { entriesOf, type JournalEntry } from './journal.ts';

/**
 * The version of the system that a beginning of an event history must be replayed with. Null: the one that the run began
 * with; undefined: it is not known.
 *
 * @param events - how many events of it are replayed
 */
export type VersionOfReplay = (history: EventHistory, events: number) => string | null | undefined;

/**
 * Says which version of the system a replay has to be on: the one that completed the last workflow task of it.
 *
 * @remarks A prefix ends with a workflow task that was started. If that task was never completed, the version of the
 * next one that was counts: the code that failed a task is not the code that must be able to continue. If none was ever
 * completed, there is no command to compare, and any version will do.
 */
export function versionsOfReplays(journal: readonly JournalEntry[]): VersionOfReplay {
  const versions = versionsOfLives(journal);
  // Most runs have one version only, and need no search.
  if (versions.size === 0) return () => null;
  const completions = completionsIn(journal);
  return (history, events) => {
    const last = history.events[events - 1];
    const ends =
      last !== undefined && eventTypeOf(last) === 'WORKFLOW_TASK_STARTED' ? eventIdOf(last) : Number.POSITIVE_INFINITY;
    const tasks = eventsOf(history, 'WORKFLOW_TASK_COMPLETED').map((event) => textAttribute(event, 'startedEventId'));
    const task = tasks.find((startedEventId) => Number(startedEventId) >= ends) ?? tasks.at(-1);
    if (task === undefined) return null;
    const life = completions.get(`${history.workflowId} ${task}`);
    return life === undefined ? undefined : (versions.get(life) ?? null);
  };
}

/** The version that each life of a worker ran, of those that ran another than the first. */
export function versionsOfLives(journal: readonly JournalEntry[]): ReadonlyMap<string, string> {
  const spawned = entriesOf(journal, 'component').filter((entry) => entry.change === 'spawned');
  return new Map(
    spawned.flatMap(({ component, incarnation, version }) =>
      version === undefined ? [] : [[`${component}.${incarnation}`, version] as const],
    ),
  );
}

/** Which life completed each workflow task, by `workflowId startedEventId`. */
export function completionsIn(journal: readonly JournalEntry[]): ReadonlyMap<string, string> {
  return livesThatSent('RespondWorkflowTaskCompleted', journal);
}

/** Which life failed each workflow task, by `workflowId startedEventId`. */
export function failuresIn(journal: readonly JournalEntry[]): ReadonlyMap<string, string> {
  return livesThatSent('RespondWorkflowTaskFailed', journal);
}

/** The server takes one answer to a task only, so an executed one counts more than one without a status. */
function livesThatSent(method: string, journal: readonly JournalEntry[]): ReadonlyMap<string, string> {
  const answers = entriesOf(journal, 'call').filter((call) => call.method === method);
  const executed = answers.filter((call) => call.grpcStatus === 0);
  const unheard = answers.filter((call) => call.grpcStatus === null);
  return new Map(
    [...unheard, ...executed].map(({ workflowId, startedEventId, component, incarnation }) => [
      `${workflowId ?? ''} ${startedEventId ?? ''}`,
      `${component}.${incarnation}`,
    ]),
  );
}
