import { withOneStop } from '../../errors.ts';
import { type ComparableItem, comparableItems } from '../../model/as-without-fault.ts';
import type { Finding } from '../../model/check.ts';
import type { EventHistory } from '../../model/event-history.ts';
import { attributesOf, eventTypeOf, payloadsOf } from '../../model/event-history.ts';
import type { Book, TableRow } from '../../model/evidence.ts';
import { chainOf, joinedHistory } from '../../model/execution-chains.ts';
import type { JournalEntry } from '../../model/journal.ts';
import { canonicalJson, type Json } from '../../model/json.ts';
import { type LeafDifference, leafDifferences, leavesOf } from '../../model/json-leaves.ts';
import type { Job } from '../../model/plan.ts';
import type { SubjectBooks } from '../../model/subject-books.ts';
import type { ToldViolation } from '../../model/violation.ts';
import { furtherWork } from './families.ts';
import { byContent, generatedPlaces, type Places, withoutGenerated } from './generated-values.ts';
import { type ComparedBooks, isEffectOf, isMemberOf, isRowOf } from './own-evidence.ts';
import { isUnreadWhole, lacksResult } from './unread-values.ts';
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
  /** The places of end states that are generated anew in each run, which its state is without. */
  readonly generated: Places;
}

/** The name of the finding of {@link sameEndState}. */
export const END_STATE = 'end-state-as-without-fault';
/** The name of the finding of {@link sameWork}. */
export const WORK_DONE = 'work-done-as-without-fault';

/** The workflow's own id in what is compared. */
const SELF = '<workflow>';

/** What is compared at all. */
export interface Comparison {
  readonly keeps: SubjectBooks;
  /** The fields that lawfully differ after a crash. */
  readonly ignoreFields: readonly string[];
}

/** What an outcome is read from. */
export interface OutcomeSources {
  readonly books: ComparedBooks;
  readonly job: Job;
  /** The entries of the journal about the workflow. */
  readonly entries: readonly JournalEntry[];
  /** What is read of it; left out: all. */
  readonly items?: readonly ComparableItem[];
  /** The ids that stand for its own, such as those of the runs that it is compared with; left out: none but its own. */
  readonly alike?: readonly string[];
}

/**
 * The outcome of a workflow, by the books.
 *
 * @throws TypeError if a needed book is unavailable.
 */
export function outcomeOf({ keeps, ignoreFields }: Comparison, sources: OutcomeSources): Outcome {
  const { books, job, entries, items = comparableItems, alike = [] } = sources;
  const { workflowId } = job;
  const { runs, current } = chainOf(rowsOf(books.eventHistories).filter((one) => one.workflowId === workflowId));
  const history = current.length === 0 ? undefined : joinedHistory(current);
  const isMember = isMemberOf(workflowId, books.families);
  const written = (keeps.checkpoints ? rowsOf(books.checkpoints) : []).filter((row) => isMember(row.workflowId));
  const stages = written.map((row) => row.stage);
  const work = [
    ...(items.includes('checkpoints') ? stages.map((stage) => `checkpoint ${stage}`) : []),
    ...(items.includes('effects') ? effectsOf(keeps, sources) : []),
  ];
  const own = written.filter((row) => row.workflowId === workflowId);
  const values = items.includes('activities')
    ? workflowValues({ job, history, rows: own, entries, ignore: ignoreFields })
    : [];
  const state = { ...endOf(history), checkpoints: stages.toSorted(), rows: rowsOfTables(keeps, sources) };
  const ids = { workflowIds: [workflowId, ...alike], runIds: runs.map(({ runId }) => runId) };
  return withoutIds({ state: comparedState(state, items), work: count(work), values }, ids);
}

/** The applied effects, and the workflows that it started. */
function effectsOf(keeps: SubjectBooks, { books, job: { workflowId } }: OutcomeSources): readonly string[] {
  const applied = (keeps.effects ? rowsOf(books.effects) : [])
    .filter((line) => line.outcome === 'applied' && isEffectOf(workflowId, books.families)(line))
    .map(({ kind, subject }) => `${kind} ${canonicalJson(subject)}`);
  return [...applied, ...furtherWork(rowsOf(books.eventHistories), workflowId)];
}

function rowsOfTables({ tables = [] }: SubjectBooks, { books, job }: OutcomeSources): Json {
  const ours = tables.length === 0 ? [] : rowsOf(books.tables).filter(isRowOf(job));
  const rows = tables.map(({ table, ignore = [] }) => {
    const own = ours.filter((row) => row.table === table).map(({ columns }) => without(columns, ignore));
    return [table, own.toSorted(byContent)] as const;
  });
  return Object.fromEntries(rows);
}

/** The items of a state that are compared. */
function comparedState(
  { rows: tables, ...all }: Readonly<Record<'end' | 'result' | 'checkpoints' | 'rows', Json>>,
  items: readonly ComparableItem[],
): Json {
  const some = Object.entries(all).filter(([item]) => (items as readonly string[]).includes(item));
  return { ...Object.fromEntries(some), ...(items.includes('rows') ? { tables } : {}) };
}

/** Reference outcomes, each with what they agree on. */
export function asReferences(outcomes: readonly Outcome[]): readonly ReferenceOutcome[] {
  const values = outcomes.map((one) => one.values);
  const generated = generatedPlaces(outcomes.map((one) => one.state));
  return outcomes.map((one) => {
    const state = withoutGenerated(one.state, generated);
    return { ...one, generated, state, expected: expectedValues(one.values, values) };
  });
}

interface OwnIds {
  readonly workflowIds: readonly string[];
  readonly runIds: readonly string[];
}

function withoutIds(outcome: Outcome, { workflowIds, runIds }: OwnIds): Outcome {
  // The longest first: one may begin with another.
  const longest = workflowIds.toSorted((a, b) => b.length - a.length);
  const asJson = (id: string): string => JSON.stringify(id).slice(1, -1);
  const text = longest.reduce((left, id) => left.replaceAll(asJson(id), SELF), JSON.stringify(outcome));
  const nameOf = (index: number): string => (runIds.length === 1 ? '<run>' : `<run ${index + 1}>`);
  const named = runIds.reduce(
    (left, runId, index) => (runId === '' ? left : left.replaceAll(runId, nameOf(index))),
    text,
  );
  return JSON.parse(named) as Outcome;
}

/** The end state of a struck workflow compared with that of the references, as a finding. */
export function sameEndState(outcome: Pick<Outcome, 'state'>, references: readonly Pick<Outcome, 'state'>[]): Finding {
  const check = END_STATE;
  const [first] = references;
  if (first === undefined) return { check, verdict: 'unknown', summary: 'There is no reference.', exhibits: [] };
  if (isUnreadWhole(outcome.state) || isUnreadWhole(first.state))
    return {
      check,
      verdict: 'unknown',
      summary: "The result can't be decoded, and nothing else is compared.",
      exhibits: [],
    };
  const differing = references.map((one) => stateDiffers(outcome, one));
  if (differing.some((found) => found.length === 0)) {
    return {
      check,
      verdict: 'valid',
      summary: `${[outcome.state, first.state].some(lacksResult) ? 'Checkpoints' : 'Result, checkpoints'} and rows are those of a run without a fault.`,
      exhibits: [],
    };
  }
  const [found] = differing.flat();
  const where = found === undefined ? '' : `, at ${found.at.slice(1)}: ${describeLeaves(found)}`;
  const differs: ToldViolation = {
    violation: 'other-end-state',
    detail: `Result, checkpoints or rows differ${where}.`,
    expected: first.state,
    actual: outcome.state,
  };
  return {
    check,
    verdict: 'invalid',
    summary: `Result, checkpoints or rows differ from a run without a fault${where}.`,
    exhibits: [differs],
  };
}

/** Where the end state of a workflow differs from a reference's. */
export function stateDiffers(
  outcome: Pick<Outcome, 'state'>,
  reference: Pick<Outcome, 'state'>,
): readonly LeafDifference[] {
  return leafDifferences(leavesOf(reference.state), leavesOf(outcome.state));
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
    const summary =
      total === 0
        ? 'No effect and no checkpoint, as in a run without a fault.'
        : `All ${total} effects and checkpoints of a run without a fault, each as often.`;
    return { check, verdict: 'valid', summary, exhibits: [] };
  }
  const summary = fewest.map(({ work, expected, actual }) => `${work}: ${actual} instead of ${expected}`).join('; ');
  return { check, verdict: 'invalid', summary: `${summary}.`, exhibits: [...fewest] };
}

type Difference = ToldViolation & { readonly work: string; readonly expected: number; readonly actual: number };

/** Where the work of a workflow differs from another's. */
export function workDiffers(actual: Outcome['work'], expected: Outcome['work']): readonly Difference[] {
  const all = [...new Set([...Object.keys(expected), ...Object.keys(actual)])];
  return all.flatMap((work) => {
    const [have, want] = [actual[work] ?? 0, expected[work] ?? 0];
    if (have === want) return [];
    // What a run without a fault never does is not done twice.
    const violation = have < want ? 'lost' : want === 0 ? 'unexpected' : 'doubled';
    return [{ violation, work, detail: `${work} was done another number of times.`, expected: want, actual: have }];
  });
}

function endOf(history: EventHistory | undefined): { readonly end: string; readonly result: Json } {
  const last = history?.events.at(-1);
  if (last === undefined) return { end: 'never started', result: null };
  const result = eventTypeOf(last) === 'WORKFLOW_EXECUTION_COMPLETED' ? payloadsOf(attributesOf(last).result) : [];
  return { end: eventTypeOf(last), result: result[0] ?? null };
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
  if (book.state === 'unavailable')
    throw new TypeError(withOneStop(`Expected a collected book, but it is not: ${book.reason}.`));
  return book.rows;
}
