import { eventHistoryWellFormed } from '../../harness/checks/event-history-well-formed/event-history-well-formed.ts';
import { endOf } from '../../harness/checks/evidence/activity-records.ts';
import { messageOf } from '../../harness/errors.ts';
import type { Finding } from '../../harness/model/check.ts';
import { attributesOf, type EventHistory } from '../../harness/model/event-history.ts';
import type { Evidence } from '../../harness/model/evidence.ts';
import type { JournalEntry } from '../../harness/model/journal.ts';
import type { Job } from '../../harness/model/plan.ts';
import { PLAN_SCHEMA } from '../../harness/model/plan.ts';
import { replayPaths } from '../../harness/model/replay-paths.ts';

/** What the harness makes of an event history that another system left. */
export interface JudgedHistory {
  /** `open`: the execution had not ended when the history was read, and nothing is wrong with it so far. */
  readonly state: 'well-formed' | 'open' | 'alarm' | 'failed';
  readonly finding: Finding | null;
  /** The prefixes that a replay would try. */
  readonly prefixes: number;
  /** Why it could not be judged: a defect of the harness. */
  readonly error: string | null;
}

/** Limit of the run that stands for the life of an open execution, in milliseconds. */
const RUN_TIME_MS = 1000;

/**
 * Judges an event history as if a job of a run had left it: nothing of the outside is known but that it was started.
 *
 * @remarks An execution that had not ended is one that the limit of the run cut short.
 */
export function judgeHistory(history: EventHistory): JudgedHistory {
  try {
    const prefixes = replayPaths(history).length;
    const finding = eventHistoryWellFormed.judge(evidenceOf(history));
    const state = finding.verdict === 'invalid' ? 'alarm' : endOf(history) === null ? 'open' : 'well-formed';
    return { state, finding, prefixes, error: null };
  } catch (error) {
    return { state: 'failed', finding: null, prefixes: 0, error: messageOf(error) };
  }
}

function evidenceOf(history: EventHistory): Evidence {
  const none = { state: 'unavailable', reason: 'there is none of an event history alone' } as const;
  return {
    plan: {
      schema: PLAN_SCHEMA,
      harness: '0.0.0',
      scenario: 'stored-history',
      hypothesis: 'A correct execution leaves a well-formed event history.',
      subject: 'unknown',
      seed: 0,
      params: {},
      sabotage: null,
      workers: 1,
      workload: [jobOf(history)],
      schedule: [],
      checks: [eventHistoryWellFormed.name],
      runTimeMs: RUN_TIME_MS,
    },
    journal: journalOf(history),
    eventHistories: { state: 'collected', rows: [withoutPredecessor(history)] },
    replays: none,
    checkpoints: none,
    effects: none,
    tables: none,
    components: none,
    landings: [],
    versions: {
      harness: '0.0.0',
      node: '',
      platform: '',
      temporal: '',
      toxiproxy: '',
      postgresql: '',
      temporalSdk: '',
      bundleHash: null,
    },
  };
}

/** A run that continues another one, as if it was the first: the other is stored in another file, or in none. */
function withoutPredecessor(history: EventHistory): EventHistory {
  const [started, ...rest] = history.events;
  if (started === undefined) return history;
  const { continuedExecutionRunId: _run, ...attributes } = attributesOf(started);
  const first = { ...started, workflowExecutionStartedEventAttributes: attributes };
  return { ...history, events: [first, ...rest] };
}

function jobOf(history: EventHistory): Job {
  const [started] = history.events;
  const type = (started === undefined ? null : attributesOf(started).workflowType) as { readonly name?: string } | null;
  const end = endOf(history);
  return {
    workflowType: type?.name ?? 'unknown',
    workflowId: history.workflowId,
    args: [],
    actions: [],
    expect: {
      end: end === null || end === 'continued-as-new' ? 'completed' : end,
      checkpoints: [],
      effects: [],
      progress: [],
    },
  };
}

/** The client started it, and the run went on until the last event. */
function journalOf({ workflowId, events }: EventHistory): readonly JournalEntry[] {
  const time = new Date(Date.parse(events.at(-1)?.eventTime ?? '') || 0).toISOString();
  const start = { kind: 'client', operation: 1, action: 'start', workflowId } as const;
  const entries = [
    { kind: 'phase', phase: 'injection', state: 'begin', atMs: 0 },
    { ...start, step: 'invoke', atMs: 0 },
    { ...start, step: 'ok', atMs: 0 },
    { kind: 'phase', phase: 'recovery', state: 'end', atMs: RUN_TIME_MS },
  ] as const;
  return entries.map((entry, index) => ({ ...entry, sequence: index + 1, time }));
}
