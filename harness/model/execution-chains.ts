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
