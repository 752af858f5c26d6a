import type { BookName, Finding } from '../../model/check.ts';
import { type EventHistory, eventTypeOf, type HistoryEvent } from '../../model/event-history.ts';
import type { CheckpointRow, ComponentRow, Evidence } from '../../model/evidence.ts';
import { entriesOf, type JournalEntry } from '../../model/journal.ts';
import { type Json, valueAt } from '../../model/json.ts';
import type { Job, Plan } from '../../model/plan.ts';
import { type Dated, journalOf } from './journal-builder.ts';

type Rows<N extends BookName> = Extract<Evidence[N], { state: 'collected' }>['rows'];

/** The evidence with the rows of one book changed. */
export function withRows<N extends BookName>(
  evidence: Evidence,
  name: N,
  change: (rows: Rows<N>) => Rows<N>,
): Evidence {
  const book = evidence[name];
  if (book.state === 'unavailable') throw new TypeError(`Expected ${name} to be collected, but it is not.`);
  return { ...evidence, [name]: { state: 'collected', rows: change(book.rows) } };
}

/** The evidence with one book that could not be read. */
export function withoutBook(evidence: Evidence, name: BookName): Evidence {
  return { ...evidence, [name]: { state: 'unavailable', reason: 'the test closed it' } };
}

/** The evidence with every life of one component changed, in the components' book. */
export function withLives(
  evidence: Evidence,
  component: string,
  change: Partial<ComponentRow['incarnations'][number]>,
): Evidence {
  return withRows(evidence, 'components', (rows) =>
    rows.map((row) =>
      row.component === component
        ? { ...row, incarnations: row.incarnations.map((life) => ({ ...life, ...change })) }
        : row,
    ),
  );
}

/** The evidence with the row of one checkpoint changed. */
export function withCheckpoint(
  evidence: Evidence,
  { workflowId, stage }: Pick<CheckpointRow, 'workflowId' | 'stage'>,
  change: Partial<CheckpointRow>,
): Evidence {
  return withRows(evidence, 'checkpoints', (rows) =>
    rows.map((row) => (row.workflowId === workflowId && row.stage === stage ? { ...row, ...change } : row)),
  );
}

/** The evidence with entries of the journal taken out or changed; null takes one out. */
export function withJournal(evidence: Evidence, change: (entry: JournalEntry) => JournalEntry | null): Evidence {
  return { ...evidence, journal: evidence.journal.flatMap((entry) => change(entry) ?? []) };
}

/** The evidence with more entries in the journal, each at its place in time. */
export function withEntries(evidence: Evidence, ...added: readonly Dated[]): Evidence {
  return { ...evidence, journal: journalOf([...evidence.journal, ...added]) };
}

/** The evidence with another plan. */
export function withPlan(evidence: Evidence, change: Partial<Plan>): Evidence {
  return { ...evidence, plan: { ...evidence.plan, ...change } };
}

/** The evidence with one job of the plan changed. */
export function withJob(evidence: Evidence, workflowId: string, change: (job: Job) => Job): Evidence {
  const workload = evidence.plan.workload.map((job) => (job.workflowId === workflowId ? change(job) : job));
  return withPlan(evidence, { workload });
}

/** The evidence with one event history changed. */
export function withHistory(
  evidence: Evidence,
  workflowId: string,
  change: (history: EventHistory) => EventHistory,
): Evidence {
  return withRows(evidence, 'eventHistories', (rows) =>
    rows.map((row) => (row.workflowId === workflowId ? change(row) : row)),
  );
}

/** The evidence with the events of one event history changed; null takes one out. */
export function withEvents(
  evidence: Evidence,
  workflowId: string,
  change: (event: HistoryEvent) => HistoryEvent | null,
): Evidence {
  return withHistory(evidence, workflowId, (history) => {
    return { ...history, events: history.events.flatMap((event) => change(event) ?? []) };
  });
}

/** The evidence with all events of one type taken out of one event history. */
export function withoutEvents(evidence: Evidence, workflowId: string, type: string): Evidence {
  return withEvents(evidence, workflowId, (event) => (eventTypeOf(event) === type ? null : event));
}

/** An event with other values in its attributes. */
export function withAttributes(event: HistoryEvent, change: Readonly<Record<string, unknown>>): HistoryEvent {
  const field = Object.keys(event).find((key) => key.endsWith('EventAttributes')) ?? 'noEventAttributes';
  return { ...event, [field]: { ...(event[field] as Record<string, unknown>), ...change } };
}

/** The evidence of the same run without any fault: none planned, none journalled, no component struck. */
export function withoutFault(evidence: Evidence): Evidence {
  const calm = withPlan({ ...evidence, landings: [] }, { schedule: [] });
  const killed = new Set(
    entriesOf(evidence.journal, 'component')
      .filter((entry) => entry.purpose === 'fault')
      .map((entry) => `${entry.component} ${entry.incarnation}`),
  );
  const journal = withJournal(calm, (entry) => {
    if (entry.kind === 'fault' || (entry.kind === 'connection' && entry.change === 'broken')) return null;
    return entry.kind === 'component' && killed.has(`${entry.component} ${entry.incarnation}`) ? null : entry;
  });
  return withRows(journal, 'components', (rows) =>
    rows.map((row) => ({ ...row, incarnations: row.incarnations.filter((life) => life.purpose !== 'fault') })),
  );
}

/** The violations of a finding, one word an exhibit. */
export function violationsOf(finding: Finding): readonly Json[] {
  return finding.exhibits.map((exhibit) => valueAt(exhibit, 'violation') ?? null);
}
