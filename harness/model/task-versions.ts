import { type EventHistory, eventIdOf, eventsOf, eventTypeOf, textAttribute } from './event-history.ts';
import { codeOfFleet, fleetOf } from './fleets.ts';
import { type EntryOf, entriesOf, type JournalEntry } from './journal.ts';

/**
 * The version of the system, or the {@link codeOfFleet | code of a further fleet}, that a beginning of an event history must
 * be replayed with. Null: the version that the run began with; undefined: it is not known.
 *
 * @param events - how many events of it are replayed
 */
export type VersionOfReplay = (history: EventHistory, events: number) => string | null | undefined;

/**
 * Says which version of the system a replay has to be on: the one that completed the last workflow task of it.
 *
 * @remarks A prefix ends with a workflow task that was started. If that task was never completed, the version of the
 * next one that was counts: the code that failed a task is not the code that must be able to continue. If none was ever
 * completed, there is no command to compare, and any version will do; but no fleet has the workflows of another.
 */
export function versionsOfReplays(journal: readonly JournalEntry[]): VersionOfReplay {
  const versions = versionsOfLives(journal);
  // Most runs have one version and one program with workflows only, and need no search.
  if (versions.size === 0 && !isOfFleets(journal)) return () => null;
  const completions = completionsIn(journal);
  return (history, events) => {
    const last = history.events[events - 1];
    const ends =
      last !== undefined && eventTypeOf(last) === 'WORKFLOW_TASK_STARTED' ? eventIdOf(last) : Number.POSITIVE_INFINITY;
    const tasks = eventsOf(history, 'WORKFLOW_TASK_COMPLETED').map((event) => textAttribute(event, 'startedEventId'));
    const task = tasks.find((startedEventId) => Number(startedEventId) >= ends) ?? tasks.at(-1);
    if (task === undefined) return codeOfHolder(journal, history);
    const life = completions(history, task);
    return life === undefined ? undefined : (versions.get(life) ?? codeOfWorker(life.replace(/\.\d+$/, '')));
  };
}

/** Whether a worker of a further fleet got or completed a workflow task. */
function isOfFleets(journal: readonly JournalEntry[]): boolean {
  return entriesOf(journal, 'call').some(
    (call) => fleetOf(call.component) !== null && (isHandOut(call) || call.method === 'RespondWorkflowTaskCompleted'),
  );
}

/** The code of the fleet whose worker was the last to get a workflow task of a run. */
function codeOfHolder(journal: readonly JournalEntry[], { workflowId, runId }: EventHistory): string | null {
  const got = entriesOf(journal, 'call').filter(
    (call) => isHandOut(call) && call.workflowId === workflowId && (call.runId ?? runId) === runId,
  );
  return codeOfWorker(got.at(-1)?.component ?? '');
}

function isHandOut({ method, workflowId }: EntryOf<'call'>): boolean {
  return method === 'PollWorkflowTaskQueue' && workflowId !== undefined;
}

function codeOfWorker(component: string): string | null {
  const fleet = fleetOf(component);
  return fleet === null ? null : codeOfFleet(fleet);
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

/** The life of a worker that answered the workflow task which an event started; undefined if it is not known. */
export type LifeOfTask = (history: EventHistory, startedEventId: string) => string | undefined;

/** Which life completed each workflow task. */
export function completionsIn(journal: readonly JournalEntry[]): LifeOfTask {
  return livesThatSent('RespondWorkflowTaskCompleted', journal);
}

/** Which life failed each workflow task. */
export function failuresIn(journal: readonly JournalEntry[]): LifeOfTask {
  return livesThatSent('RespondWorkflowTaskFailed', journal);
}

/** The server takes one answer to a task only, so an executed one counts more than one without a status. */
function livesThatSent(method: string, journal: readonly JournalEntry[]): LifeOfTask {
  const answers = entriesOf(journal, 'call').filter((call) => call.method === method);
  const executed = answers.filter((call) => call.grpcStatus === 0);
  const unheard = answers.filter((call) => call.grpcStatus === null);
  const lives = new Map(
    [...unheard, ...executed].map(({ workflowId, runId, startedEventId, component, incarnation }) => [
      keyOf(workflowId, runId, startedEventId),
      `${component}.${incarnation}`,
    ]),
  );
  return (history, startedEventId) =>
    lives.get(keyOf(history.workflowId, runOf(history, startedEventId), startedEventId)) ??
    lives.get(keyOf(history.workflowId, undefined, startedEventId));
}

function keyOf(...facts: readonly (string | undefined)[]): string {
  return JSON.stringify(facts);
}

/** The run in which an event was written: a reset begins with the events of the run before it. */
function runOf(history: EventHistory, eventId: string): string {
  const reset = eventsOf(history, 'WORKFLOW_TASK_FAILED').find(
    (event) => eventIdOf(event) > Number(eventId) && (textAttribute(event, 'baseRunId') ?? '') !== '',
  );
  return (reset === undefined ? undefined : textAttribute(reset, 'baseRunId')) ?? history.runId;
}
