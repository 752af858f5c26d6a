import { isCompared } from '../../model/compared-items.ts';
import { attributesOf, type EventHistory, eventTypeOf, type HistoryEvent } from '../../model/event-history.ts';
import type { CheckpointRow, Evidence, LedgerLine } from '../../model/evidence.ts';
import { entriesOf } from '../../model/journal.ts';
import { type TaskSpan, taskSpans } from './task-spans.ts';
import type { WallClock } from './wall-clock.ts';

/** A point on the timeline, with its text. */
export interface Mark {
  readonly atMs: number;
  readonly text: string;
}

/** A point where an event history has an event. */
export interface EventMark extends Mark {
  /** `trouble`: something timed out, failed or was cancelled, but for a timer that the workflow needs no more. */
  readonly sort: 'plain' | 'trouble';
}

/** A point where a request reached the outside world. */
export interface EffectMark extends Mark {
  readonly outcome: LedgerLine['outcome'];
}

/** The lane of one workflow execution. */
export interface WorkflowLane {
  readonly workflowId: string;
  readonly fromMs: number;
  readonly toMs: number;
  /** How it ended: `completed`, `failed`, `running`…; and whether that was expected. */
  readonly outcome: string;
  readonly asExpected: boolean;
  readonly events: readonly EventMark[];
  readonly spans: readonly TaskSpan[];
  readonly checkpoints: readonly Mark[];
  readonly effects: readonly EffectMark[];
}

/** A lane per workflow execution: those that have an event history, and those of the plan that have none. */
export function workflowLanes(evidence: Evidence, clock: WallClock, endMs: number): readonly WorkflowLane[] {
  const { eventHistories, plan } = evidence;
  const histories = eventHistories.state === 'collected' ? eventHistories.rows : [];
  const seen = new Set(histories.map((history) => history.workflowId));
  const unseen = plan.workload.filter((job) => !seen.has(job.workflowId));
  const empty = unseen.map(({ workflowId }): EventHistory => ({ workflowId, runId: '', events: [] }));
  const spans = taskSpans(evidence.journal);
  const names = namesOfWorkers(evidence);
  return [...histories, ...empty].map((history) => {
    const { workflowId } = history;
    const events = history.events.flatMap((event) => eventMark(event, clock, names));
    const own = spans.filter((span) => span.workflowId === workflowId);
    const outcome = outcomeOf(history);
    const job = plan.workload.find((one) => one.workflowId === workflowId);
    const expected = job === undefined || isCompared(job.expect, 'end') ? undefined : job.expect.end;
    return {
      workflowId,
      fromMs: events[0]?.atMs ?? own[0]?.fromMs ?? 0,
      toMs: outcome === 'running' ? endMs : (events.at(-1)?.atMs ?? own.at(-1)?.toMs ?? 0),
      outcome,
      asExpected: expected === undefined || expected === outcome,
      events,
      spans: own,
      checkpoints: checkpointMarks(evidence, history, clock),
      effects: effectMarks(evidence, clock, (id) => id === workflowId),
    };
  });
}

/** The requests of some workflows that reached the outside world; a request without a workflow has the id null. */
export function effectMarks(
  evidence: Evidence,
  clock: WallClock,
  isWanted: (workflowId: string | null) => boolean,
): readonly EffectMark[] {
  const lines = evidence.effects.state === 'collected' ? evidence.effects.rows : [];
  return lines
    .filter((line) => isWanted(line.activity?.workflowId ?? null))
    .flatMap((line) => {
      const atMs = clock(line.time);
      const subject = Object.entries(line.subject).map(([key, value]) => `${key} ${value}`);
      const attempt = line.activity === null ? '' : `, attempt ${line.activity.attempt}`;
      const text = `${line.kind} of ${subject.join(', ')}: ${line.outcome}${attempt}`;
      return atMs === null ? [] : [{ atMs, outcome: line.outcome, text }];
    });
}

type Names = ReadonlyMap<string, string>;

/** The workers of a run by the identities under which Temporal knows them. */
function namesOfWorkers({ journal }: Evidence): Names {
  return new Map(
    entriesOf(journal, 'call').flatMap(({ identity, component, incarnation }) =>
      identity === undefined ? [] : [[identity, `${component} #${incarnation}`] as const],
    ),
  );
}

function eventMark(event: HistoryEvent, clock: WallClock, names: Names): EventMark[] {
  const atMs = clock(event.eventTime);
  if (atMs === null) return [];
  const type = eventTypeOf(event);
  const { attempt, identity } = attributesOf(event);
  const more = [
    attempt === undefined ? '' : `, attempt ${JSON.stringify(attempt)}`,
    typeof identity === 'string' ? ` by ${names.get(identity) ?? identity}` : '',
  ];
  const isTrouble = /TIMED_OUT|FAILED|(?<!TIMER_)CANCEL|TERMINATED/.test(type) || Number(attempt ?? 1) > 1;
  const sort = isTrouble ? 'trouble' : 'plain';
  return [{ atMs, sort, text: `${event.eventId} ${type}${more.join('')} at ${Math.round(atMs)} ms` }];
}

const ends: Readonly<Record<string, string>> = {
  COMPLETED: 'completed',
  FAILED: 'failed',
  CANCELED: 'canceled',
  TERMINATED: 'terminated',
  TIMED_OUT: 'timed-out',
  CONTINUED_AS_NEW: 'continued-as-new',
};

function outcomeOf(history: EventHistory): string {
  const last = history.events.at(-1);
  if (last === undefined) return 'no event history';
  return ends[eventTypeOf(last).replace('WORKFLOW_EXECUTION_', '')] ?? 'running';
}

/** A checkpoint has no time: it is placed where the activity that wrote it completed, or was scheduled. */
function checkpointMarks(evidence: Evidence, history: EventHistory, clock: WallClock): readonly Mark[] {
  const rows = evidence.checkpoints.state === 'collected' ? evidence.checkpoints.rows : [];
  return rows
    .filter((row) => row.workflowId === history.workflowId)
    .flatMap((row) => {
      const { event, completed } = eventOfCheckpoint(row, history);
      const atMs = event === undefined ? null : clock(event.eventTime);
      const end = completed ? '' : ', activity not completed';
      const text = `checkpoint ${row.stage} (row ${row.sequence}, attempt ${row.attempt}${end})`;
      return atMs === null ? [] : [{ atMs, text }];
    });
}

function eventOfCheckpoint(
  row: CheckpointRow,
  history: EventHistory,
): { readonly event: HistoryEvent | undefined; readonly completed: boolean } {
  const scheduled = history.events.find(
    (event) => eventTypeOf(event) === 'ACTIVITY_TASK_SCHEDULED' && attributesOf(event)['activityId'] === row.activityId,
  );
  const completed = history.events.find(
    (event) =>
      eventTypeOf(event) === 'ACTIVITY_TASK_COMPLETED' &&
      attributesOf(event)['scheduledEventId'] === scheduled?.eventId,
  );
  return { event: completed ?? scheduled, completed: completed !== undefined };
}
