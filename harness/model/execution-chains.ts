import { attributesOf, type EventHistory, eventsOf, textAttribute } from './event-history.ts';

/** How a run follows another run of the same workflow id. */
export type Succession = 'continue-as-new' | 'retry' | 'cron' | 'reset';

/** The run that another one follows. */
export interface RunBefore {
  readonly runId: string;
  readonly how: Succession;
}

/**
 * Runs of one workflow, each of which goes on from the one before it.
 *
 * @remarks A run that was reset is not part of the line of its successor, which begins with a copy of its events.
 */
export type Line = readonly EventHistory[];

/** All runs of one workflow id, in order. */
export interface Chain {
  /** In the order in which they began. */
  readonly runs: readonly EventHistory[];
  /** The line that ends with the run that began last. */
  readonly current: Line;
  /** Every line; more than one if a run was reset, or if the runs have nothing to do with one another. */
  readonly lines: readonly Line[];
  /** The runs, but the first, that follow none of the others. */
  readonly unlinked: readonly EventHistory[];
}

const initiators: Readonly<Record<string, Succession>> = {
  CONTINUE_AS_NEW_INITIATOR_RETRY: 'retry',
  CONTINUE_AS_NEW_INITIATOR_CRON_SCHEDULE: 'cron',
};

/**
 * The run that a run follows, as its own events say; null if it follows none.
 *
 * @remarks A reset copies the start of the run before, and then says so by a failed workflow task.
 */
export function runBefore(history: EventHistory): RunBefore | null {
  const reset = resetOf(history);
  if (reset !== undefined) return { runId: textAttribute(reset, 'baseRunId') ?? '', how: 'reset' };
  const started = history.events[0] ?? noEvent;
  const runId = textAttribute(started, 'continuedExecutionRunId') ?? '';
  if (runId === '') return null;
  return { runId, how: initiators[textAttribute(started, 'initiator') ?? ''] ?? 'continue-as-new' };
}

/** Puts all runs of one workflow id in order. */
export function chainOf(histories: readonly EventHistory[]): Chain {
  const byId = new Map(histories.map((history) => [history.runId, history]));
  const before = (history: EventHistory): EventHistory | undefined => byId.get(runBefore(history)?.runId ?? '');
  const lineTo = (history: EventHistory, seen: ReadonlySet<string> = new Set()): Line => {
    const previous = before(history);
    if (previous === undefined || seen.has(history.runId)) return [history];
    const line = lineTo(previous, new Set([...seen, history.runId]));
    return runBefore(history)?.how === 'reset' ? [...line.slice(0, -1), history] : [...line, history];
  };
  const runs = inOrder(histories, (history) => lineTo(history).length);
  const continued = new Set(
    runs.flatMap((history) => (runBefore(history)?.how === 'reset' ? [] : [before(history)?.runId])),
  );
  const lines = runs.filter(({ runId }) => !continued.has(runId)).map((history) => lineTo(history));
  const [, ...later] = runs;
  const unlinked = later.filter((history) => before(history) === undefined);
  return { runs, lines, current: lines.at(-1) ?? [], unlinked };
}

/** The events of a run itself: one that a reset made begins with a copy of those of the run before. */
export function ownEvents(history: EventHistory): EventHistory {
  const reset = resetOf(history);
  if (reset === undefined) return history;
  return { ...history, events: history.events.slice(history.events.indexOf(reset) + 1) };
}

/**
 * The event histories of a line as one: the events of each run follow those of the run before, numbered on.
 *
 * @remarks So a check of one event history judges a chain.
 */
export function joinedHistory(line: Line): EventHistory {
  const last = line.at(-1) ?? { workflowId: '', runId: '', events: [] };
  if (line.length <= 1) return last;
  const events = line.flatMap((run, index) => {
    const before = eventsBefore(line, index);
    return run.events.map((event) => numberedOn(event, before));
  });
  return { ...last, events };
}

/** An event of a joined event history in words: `event 12`, and in which run if there are several. */
export function placeInLine(line: Line, eventId: number): string {
  const run = line.findLastIndex((_, index) => eventsBefore(line, index) < eventId);
  if (line.length <= 1 || run === -1) return `event ${eventId}`;
  return `event ${eventId - eventsBefore(line, run)} of run ${run + 1}`;
}

function eventsBefore(line: Line, run: number): number {
  return line.slice(0, run).reduce((sum, { events }) => sum + events.length, 0);
}

/** The event with its id, and those that its attributes name, so much higher. */
function numberedOn(event: EventHistory['events'][number], before: number): EventHistory['events'][number] {
  if (before === 0) return event;
  const attributes = Object.entries(attributesOf(event)).map(([name, value]) => [
    name,
    name.endsWith('EventId') && typeof value === 'string' ? String(Number(value) + before) : value,
  ]);
  const field = Object.keys(event).find((key) => key.endsWith('EventAttributes')) ?? 'noEventAttributes';
  return { ...event, eventId: String(Number(event.eventId) + before), [field]: Object.fromEntries(attributes) };
}

/** By when they began; runs of the same instant by their place in their line. */
function inOrder(
  histories: readonly EventHistory[],
  placeOf: (history: EventHistory) => number,
): readonly EventHistory[] {
  return histories.toSorted((a, b) => begunMs(a) - begunMs(b) || placeOf(a) - placeOf(b));
}

function begunMs(history: EventHistory): number {
  return Date.parse((resetOf(history) ?? history.events[0] ?? noEvent).eventTime);
}

const noEvent = { eventId: '', eventTime: new Date(0).toISOString(), eventType: 'EVENT_TYPE_NONE' };

/** The event by which a reset made this very run; a reset of a reset run copies that of the first one too. */
function resetOf(history: EventHistory): EventHistory['events'][number] | undefined {
  return eventsOf(history, 'WORKFLOW_TASK_FAILED').find((event) => attributesOf(event).newRunId === history.runId);
}
