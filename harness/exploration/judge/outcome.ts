import type { Finding } from '../../model/check.ts';
import type { EventHistory } from '../../model/event-history.ts';
import { attributesOf, eventTypeOf, isOpaque, payloadsOf } from '../../model/event-history.ts';
import type { Book, TableRow } from '../../model/evidence.ts';
import type { JournalEntry } from '../../model/journal.ts';
import { canonicalJson, type Json } from '../../model/json.ts';
import type { LeafDifference } from '../../model/json-leaves.ts';
import type { Job } from '../../model/plan.ts';
import type { Violation } from '../../model/violation.ts';
import type { ExplorationContext } from '../steer/exploration-context.ts';
import { type ExplorationBooks, isEffectOf, isMemberOf, isRowOf } from './books.ts';
import { generatedPlaces, stateDifferences } from './end-state.ts';
import { furtherWork } from './families.ts';
import { byContent, type Columns, generatedColumns, withoutColumns } from './generated-columns.ts';
import { type ExpectedValue, expectedValues, type WorkflowValue } from './values.ts';
import { workflowValues } from './workflow-values.ts';

/** The outcome of a workflow, without ids, times and all else that differs from run to run. */
export interface Outcome {
  /** Its end, its result, its rows: what is there now. */
  readonly state: Json;
  /** How often each effect was applied and each checkpoint stored. */
  readonly work: Readonly<Record<string, number>>;
  /** What went into its activities, came out of them and was sent. */
  readonly values: readonly WorkflowValue[];
}

/** The outcome of a workflow that nothing struck, with what it expects of others. */
export interface ReferenceOutcome extends Outcome {
  readonly expected: readonly ExpectedValue[];
  /** The columns that differ in each reference, which its state is without. */
  readonly generated: Columns;
  /** The places of its end state that are generated anew in each run. */
  readonly generatedPlaces: ReadonlySet<string>;
}

/** The end state that a reference expects. */
export type ReferenceState = Pick<Outcome, 'state'> & Partial<Pick<ReferenceOutcome, 'generatedPlaces'>>;

/** The name of the finding of {@link sameEndState}. */
export const END_STATE = 'end-state-as-without-fault';
/** The name of the finding of {@link sameWork}. */
export const WORK_DONE = 'work-done-as-without-fault';

/** The workflow's own ids in what is compared. */
const SELF = { workflowId: '<workflow>', runId: '<run>' } as const;

/** What an outcome is read from. */
export interface OutcomeSources {
  readonly books: ExplorationBooks;
  readonly job: Job;
  /** The entries of the journal about the workflow. */
  readonly entries: readonly JournalEntry[];
}

/**
 * The outcome of a workflow, by the books.
 *
 * @throws TypeError if a needed book is unavailable, or equal results may have different bytes, as encrypted ones.
 */
export function outcomeOf(
  { explored, keeps }: Pick<ExplorationContext, 'explored' | 'keeps'>,
  { books, job, entries }: OutcomeSources,
): Outcome {
  const { workflowId } = job;
  const history = rowsOf(books.eventHistories).find((one) => one.workflowId === workflowId);
  const isMember = isMemberOf(workflowId, books.families);
  const written = (keeps.checkpoints ? rowsOf(books.checkpoints) : []).filter((row) => isMember(row.workflowId));
  const stages = written.map((row) => row.stage);
  const applied = (keeps.effects ? rowsOf(books.effects) : [])
    .filter((line) => line.outcome === 'applied' && isEffectOf(workflowId, books.families)(line))
    .map(({ kind, subject }) => `${kind} ${canonicalJson(subject)}`);
  const tables = keeps.tables ?? [];
  const ours = tables.length === 0 ? [] : rowsOf(books.tables).filter(isRowOf(job));
  const rows = tables.map(({ table, ignore = [] }) => {
    const own = ours.filter((row) => row.table === table).map(({ columns }) => without(columns, ignore));
    return [table, own.toSorted(byContent)] as const;
  });
  const state = { ...endOf(history), checkpoints: stages.toSorted(), tables: Object.fromEntries(rows) };
  const further = furtherWork(rowsOf(books.eventHistories), workflowId);
  const work = count([...stages.map((stage) => `checkpoint ${stage}`), ...applied, ...further]);
  const own = written.filter((row) => row.workflowId === workflowId);
  const values = workflowValues({ job, history, rows: own, entries, ignore: explored.ignoreFields ?? [] });
  return withoutIds({ state, work, values }, { workflowId, runId: history?.runId ?? '' });
}

/** Reference outcomes, each with the values and columns in which they agree. */
export function asReferences(outcomes: readonly Outcome[]): readonly ReferenceOutcome[] {
  const values = outcomes.map((one) => one.values);
  const generated = generatedColumns(outcomes.map((one) => one.state));
  const states = outcomes.map((one) => withoutColumns(one.state, generated));
  const shared = { generated, generatedPlaces: generatedPlaces(states) };
  return outcomes.map((one, index) => {
    const [state = one.state] = states.slice(index, index + 1);
    return { ...one, ...shared, state, expected: expectedValues(one.values, values) };
  });
}

function withoutIds(outcome: Outcome, ids: Readonly<Record<keyof typeof SELF, string>>): Outcome {
  const text = JSON.stringify(outcome).replaceAll(ids.workflowId, SELF.workflowId);
  return JSON.parse(ids.runId === '' ? text : text.replaceAll(ids.runId, SELF.runId)) as Outcome;
}

/** The end state of a struck workflow compared with that of the references, as a finding. */
export function sameEndState(outcome: Pick<Outcome, 'state'>, references: readonly ReferenceState[]): Finding {
  const check = END_STATE;
  const [first] = references;
  if (first === undefined) return { check, verdict: 'unknown', summary: 'There is no reference.', exhibits: [] };
  const differing = references.map((one) => stateDiffers(outcome, one));
  if (differing.some((found) => found.length === 0)) {
    return {
      check,
      verdict: 'valid',
      summary: 'Result, checkpoints and rows are those of a run without a fault.',
      exhibits: [],
    };
  }
  const [found] = differing.flat();
  const where = found === undefined ? '' : `, at ${found.at.slice(1)}: ${describeLeaves(found)}`;
  const differs: Violation = { violation: 'other-end-state', expected: first.state, actual: outcome.state };
  return {
    check,
    verdict: 'invalid',
    summary: `Result, checkpoints or rows differ from a run without a fault${where}.`,
    exhibits: [differs],
  };
}

/** Where the end state of a workflow differs from a reference's. */
export function stateDiffers(outcome: Pick<Outcome, 'state'>, reference: ReferenceState): readonly LeafDifference[] {
  return stateDifferences(outcome.state, reference.state, reference.generatedPlaces ?? new Set());
}

function describeLeaves({ expected, actual }: LeafDifference): string {
  return `${canonicalJson(actual)} instead of ${canonicalJson(expected)}`;
}

/** The work of a struck workflow compared with that of the references, as a finding: nothing more, nothing less. */
export function sameWork(outcome: Pick<Outcome, 'work'>, references: readonly Pick<Outcome, 'work'>[]): Finding {
  const check = WORK_DONE;
  const [first] = references;
  if (first === undefined) return { check, verdict: 'unknown', summary: 'There is no reference.', exhibits: [] };
  const differing = references.map((reference) => workDiffers(outcome.work, reference.work));
  const fewest = differing.toSorted((a, b) => a.length - b.length)[0] ?? [];
  const total = Object.values(first.work).reduce((sum, times) => sum + times, 0);
  if (fewest.length === 0) {
    const summary = `All ${total} effects and checkpoints of a run without a fault, each as often.`;
    return { check, verdict: 'valid', summary, exhibits: [] };
  }
  const summary = fewest.map(({ work, expected, actual }) => `${work}: ${actual} instead of ${expected}`).join('; ');
  return { check, verdict: 'invalid', summary: `${summary}.`, exhibits: [...fewest] };
}

type Difference = Violation & { readonly work: string; readonly expected: number; readonly actual: number };

/** Where the work of a workflow differs from another's. */
export function workDiffers(actual: Outcome['work'], expected: Outcome['work']): readonly Difference[] {
  const all = [...new Set([...Object.keys(expected), ...Object.keys(actual)])];
  return all.flatMap((work) => {
    const [have, want] = [actual[work] ?? 0, expected[work] ?? 0];
    if (have === want) return [];
    return [{ violation: have < want ? ('lost' as const) : ('doubled' as const), work, expected: want, actual: have }];
  });
}

function endOf(history: EventHistory | undefined): { readonly end: string; readonly result: Json } {
  const last = history?.events.at(-1);
  if (last === undefined) return { end: 'never started', result: null };
  const result = eventTypeOf(last) === 'WORKFLOW_EXECUTION_COMPLETED' ? payloadsOf(attributesOf(last).result) : [];
  const value = result[0] ?? null;
  if (isOpaque(value) && value.sha256 === null)
    throw new TypeError(`Expected a result that can be compared, but it is "${value.payloadEncoding}".`);
  return { end: eventTypeOf(last), result: value };
}

function without(columns: TableRow['columns'], ignore: readonly string[]): Json {
  return Object.fromEntries(Object.entries(columns).filter(([column]) => !ignore.includes(column)));
}

function count(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

function rowsOf<T>(book: Book<T>): readonly T[] {
  if (book.state === 'unavailable') throw new TypeError(`Expected a collected book, but it is not: ${book.reason}.`);
  return book.rows;
}
