import {
  attributesOf,
  type EventHistory,
  eventTypeOf,
  type HistoryEvent,
  payloadsOf,
  textAttribute,
} from './event-history.ts';

/** A line of workflow code. */
export interface SourceLine {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A command that workflow code issued in a replay. */
export interface IssuedCommand {
  /** Its kind in the SDK: `scheduleActivity`, `startTimer`. */
  readonly kind: string;
  /** The activity, child workflow or patch; null if the kind has no name. */
  readonly name: string | null;
  /** What a command and its cancellation have in common; null if nothing. */
  readonly seq: number | null;
  /** The WORKFLOW_TASK_STARTED event of its workflow task. */
  readonly task: number;
  /** The line that issued it, then its callers; empty if no line of the workflow did, as at the end of a workflow. */
  readonly source: readonly SourceLine[];
}

/** What workflow code did in one replay. */
export interface ReplayTrace {
  readonly commands: readonly IssuedCommand[];
  /** The line that the code waited at when the replay ended, then its callers; empty if it did not wait. */
  readonly waitsAt: readonly SourceLine[];
  /** The line of an error that the code threw, then its callers; empty if it threw none. */
  readonly thrownAt: readonly SourceLine[];
  /** The WORKFLOW_TASK_STARTED event of the last workflow task; null if the code never ran. */
  readonly task: number | null;
}

/** A command as an event history or a replay has it. */
export interface NamedCommand {
  readonly kind: string;
  readonly name: string | null;
}

/** Where a replay leaves its event history. */
export interface ReplayDifference {
  /** The event that the code did not follow; null if it is not known. */
  readonly event: { readonly id: number; readonly type: string } | null;
  /** The command that the event stands for; null if it stands for none. */
  readonly expected: NamedCommand | null;
  /** The command that came instead; null if none did. */
  readonly got: NamedCommand | null;
  /** The line of the workflow code, then its callers: of the command that came, or else where it waited or threw. */
  readonly source: readonly SourceLine[];
}

/** The kinds of commands by the type of the event that each leaves behind. */
const kinds: Readonly<Record<string, string>> = {
  ACTIVITY_TASK_SCHEDULED: 'scheduleActivity',
  ACTIVITY_TASK_CANCEL_REQUESTED: 'requestCancelActivity',
  TIMER_STARTED: 'startTimer',
  TIMER_CANCELED: 'cancelTimer',
  MARKER_RECORDED: 'setPatchMarker',
  START_CHILD_WORKFLOW_EXECUTION_INITIATED: 'startChildWorkflowExecution',
  SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_INITIATED: 'signalExternalWorkflowExecution',
  REQUEST_CANCEL_EXTERNAL_WORKFLOW_EXECUTION_INITIATED: 'requestCancelExternalWorkflowExecution',
  UPSERT_WORKFLOW_SEARCH_ATTRIBUTES: 'upsertWorkflowSearchAttributes',
  WORKFLOW_PROPERTIES_MODIFIED: 'modifyWorkflowProperties',
  NEXUS_OPERATION_SCHEDULED: 'scheduleNexusOperation',
  NEXUS_OPERATION_CANCEL_REQUESTED: 'requestCancelNexusOperation',
  WORKFLOW_EXECUTION_COMPLETED: 'completeWorkflowExecution',
  WORKFLOW_EXECUTION_FAILED: 'failWorkflowExecution',
  WORKFLOW_EXECUTION_CANCELED: 'cancelWorkflowExecution',
  WORKFLOW_EXECUTION_CONTINUED_AS_NEW: 'continueAsNewWorkflowExecution',
};

const cancels: Readonly<Record<string, string>> = {
  startTimer: 'cancelTimer',
  scheduleActivity: 'requestCancelActivity',
  startChildWorkflowExecution: 'cancelChildWorkflowExecution',
};

/**
 * Where a replay leaves its event history, for people to read. The verdict never hangs on it.
 *
 * @remarks Commands and the events that they leave behind are compared in order. If the SDK's error names another event,
 * that event is taken, since the SDK also compares what is not a command.
 * @param error - the SDK's error
 */
export function explainReplay(history: EventHistory, trace: ReplayTrace, error: string): ReplayDifference {
  const named = Number(/HistoryEvent\(id: (\d+)/.exec(error)?.[1] ?? Number.NaN);
  const difference = firstDifference(history, trace);
  if (difference !== null && (Number.isNaN(named) || difference.event?.id === named)) return difference;
  const id = Number.isNaN(named) ? trace.task : named;
  const event = history.events.find(({ eventId }) => Number(eventId) === id);
  return {
    event: event === undefined ? null : eventOf(event),
    expected: event === undefined ? null : commandOf(event),
    got: null,
    source: stopOf(trace),
  };
}

function firstDifference(history: EventHistory, trace: ReplayTrace): ReplayDifference | null {
  const events = history.events.filter(isOfCommand).filter((event) => wasHeard(event, history, trace));
  const issued = trace.commands.filter((command) => leavesEvent(command, trace.commands));
  let next = 0;
  for (const event of events) {
    const expected = commandOf(event);
    const got = issued[next];
    if (got?.kind === expected?.kind && got?.name === expected?.name) next += 1;
    else if (!isDeprecatedPatch(event)) {
      const came = got === undefined ? null : { kind: got.kind, name: got.name };
      return { event: eventOf(event), expected, got: came, source: got?.source ?? stopOf(trace) };
    }
  }
  return null;
}

/** Where the code stopped. */
function stopOf({ thrownAt, waitsAt }: ReplayTrace): readonly SourceLine[] {
  return thrownAt.length > 0 ? thrownAt : waitsAt;
}

/** Whether the replay got as far as the workflow task of an event. */
function wasHeard(event: HistoryEvent, { events }: EventHistory, { task }: ReplayTrace): boolean {
  const completed = events.find(({ eventId }) => eventId === taskOf(event));
  if (completed === undefined || task === null) return true;
  return Number(textAttribute(completed, 'startedEventId')) <= task;
}

function taskOf(event: HistoryEvent): string | undefined {
  return textAttribute(event, 'workflowTaskCompletedEventId');
}

/** Local activities are recorded when they end, in another order; a patch also upserts a search attribute. */
function isOfCommand(event: HistoryEvent, index: number, all: readonly HistoryEvent[]): boolean {
  if (taskOf(event) === undefined || kinds[eventTypeOf(event)] === undefined) return false;
  const before = all[index - 1];
  if (eventTypeOf(event) === 'UPSERT_WORKFLOW_SEARCH_ATTRIBUTES' && before !== undefined) return !isPatch(before);
  return eventTypeOf(event) !== 'MARKER_RECORDED' || isPatch(event);
}

function isPatch(event: HistoryEvent): boolean {
  return textAttribute(event, 'markerName') === 'core_patch';
}

/** The content of a patch's marker. */
function patchOf(event: HistoryEvent): { readonly id?: string; readonly deprecated?: boolean } {
  const details = (attributesOf(event)['details'] ?? {}) as Record<string, Parameters<typeof payloadsOf>[0]>;
  const [patch] = payloadsOf(details['patch-data']);
  return (patch ?? {}) as ReturnType<typeof patchOf>;
}

/** The code may drop a patch whose marker says that it is deprecated. */
function isDeprecatedPatch(event: HistoryEvent): boolean {
  return isPatch(event) && patchOf(event).deprecated === true;
}

/** Answers to queries and updates leave no event, and neither does work that is cancelled in its own task. */
function leavesEvent(command: IssuedCommand, all: readonly IssuedCommand[]): boolean {
  if (!Object.values(kinds).includes(command.kind)) return false;
  const same = all.filter(({ seq, task }) => seq !== null && seq === command.seq && task === command.task);
  const isPair = (start: IssuedCommand): boolean => same.some(({ kind }) => kind === cancels[start.kind]);
  return !same.some((one) => isPair(one) && (one === command || cancels[one.kind] === command.kind));
}

function eventOf(event: HistoryEvent): { readonly id: number; readonly type: string } {
  return { id: Number(event.eventId), type: eventTypeOf(event) };
}

function commandOf(event: HistoryEvent): NamedCommand | null {
  const kind = kinds[eventTypeOf(event)];
  if (kind === undefined) return null;
  if (isPatch(event)) return { kind, name: patchOf(event).id ?? null };
  const { activityType, workflowType } = attributesOf(event);
  const { name } = (activityType ?? workflowType ?? {}) as { readonly name?: string };
  return { kind, name: name ?? null };
}
