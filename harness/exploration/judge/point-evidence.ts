import type { Comparison } from '../../checks/comparison/outcome.ts';
import { isEffectOf, isMemberOf, isRowOf, partOf } from '../../checks/comparison/own-evidence.ts';
import type { Check } from '../../model/check.ts';
import { withGivenEnd } from '../../model/compared-items.ts';
import type { Book, Evidence, LedgerLine, Versions } from '../../model/evidence.ts';
import type { JournalEntry } from '../../model/journal.ts';
import { type Job, PLAN_SCHEMA, type Plan } from '../../model/plan.ts';
import type { Stack } from '../../model/stack.ts';
import type { ExplorationContext } from '../steer/exploration-context.ts';
import { type StruckFacts, secondFaultId } from '../strike/point-task.ts';
import type { ExplorationBooks } from './books.ts';
import type { JournalParts } from './journal-parts.ts';

/** The common means to judge all points of an exploration. */
export interface JudgingContext extends Pick<ExplorationContext, 'workflow' | 'explored' | 'keeps'> {
  readonly stack: Pick<Stack, 'lives'>;
  readonly parts: JournalParts;
  readonly versions: Versions;
  readonly sabotage: string | null;
  readonly seed: number;
  /** Entries of the reference runs: by them it is known how long a healthy worker takes. */
  readonly baseline: readonly JournalEntry[];
  readonly checks: readonly Check[];
}

/** What is compared with runs without a fault at all. */
export function comparisonOf({ explored, keeps }: Pick<JudgingContext, 'explored' | 'keeps'>): Comparison {
  return { keeps, ignoreFields: explored.ignoreFields ?? [] };
}

/** How long after a strike the polls of the successor count, in milliseconds. */
const TAKE_OVER_MS = 3000;

/**
 * The evidence of one struck workflow: its part of every book, as if it were a separate run. The workflows that it started
 * are part of it.
 */
export function pointEvidence(context: JudgingContext, one: StruckFacts, books: ExplorationBooks): Evidence {
  const { workflowId } = one.job;
  const isMember = isMemberOf(workflowId, books.families);
  return {
    plan: planOf(context, one),
    journal: journalOf(context, one, books.families),
    eventHistories: partOf(books.eventHistories, (row) => isMember(row.workflowId)),
    replays: partOf(books.replays, (row) => isMember(row.workflowId)),
    checkpoints: partOf(books.checkpoints, (row) => isMember(row.workflowId)),
    effects: numbered(partOf(books.effects, isEffectOf(workflowId, books.families))),
    tables: partOf(books.tables, isRowOf(one.job)),
    components: { state: 'collected', rows: context.stack.lives() },
    landings: [],
    versions: context.versions,
  };
}

/**
 * A job as a point is judged by it.
 *
 * @remarks The workflows that it declares are read once, at the end, for all points together: until then none needs to be
 * there. An end that it leaves out is that of the references, which have run and agree on it.
 */
export function asJudged({ also, ...job }: Job): Job {
  if (also === undefined) return withGivenEnd(job);
  return withGivenEnd({ ...job, also: also.map((one) => ({ ...one, atLeast: 0 })) });
}

/** Its lines of the ledger, counted anew: that the ledger as a whole has no gap was seen to when it was read. */
export function numbered(book: Book<LedgerLine>): Book<LedgerLine> {
  if (book.state === 'unavailable') return book;
  return { state: 'collected', rows: book.rows.map((line, index) => ({ ...line, sequence: index + 1 })) };
}

function planOf(context: JudgingContext, one: StruckFacts): Plan {
  const { job, task } = one;
  return {
    schema: PLAN_SCHEMA,
    harness: context.versions.harness,
    scenario: `explore-${context.workflow}`,
    hypothesis: 'A crash at any boundary of a workflow loses no work and repeats none.',
    subject: context.explored.subject,
    seed: context.seed,
    params: { point: task.point.id, second: task.second?.point.id ?? null, action: task.action.name },
    sabotage: context.sabotage,
    workers: 1,
    workload: [asJudged(job)],
    // The last of two strikes: the cost of the first is over, or held up by the second.
    schedule: faultsOf(one)
      .slice(-1)
      .flatMap(({ faultId, struck }) => plannedFault(task, faultId, struck)),
    checks: context.checks.map(({ name }) => name),
    runTimeMs: Math.max(1, Math.ceil(task.known.tookMs)),
  };
}

/** The strikes that a workflow suffered, each with the id under which it is journalled. */
function faultsOf({ before, faultId, struck }: StruckFacts): readonly Pick<StruckFacts, 'faultId' | 'struck'>[] {
  if (before === null) return [{ faultId, struck }];
  return [
    { faultId, struck: before.struck },
    { faultId: secondFaultId(faultId), struck },
  ];
}

function plannedFault({ action }: StruckFacts['task'], id: string, struck: StruckFacts['struck']): Plan['schedule'] {
  if (struck === null || action.fault === null) return [];
  const target = { role: 'component', name: struck.component } as const;
  return [{ id, at: { kind: 'elapsed', ms: 0 }, fault: action.fault.name, params: {}, target, healAfterMs: 1000 }];
}

function journalOf(
  { parts, baseline }: JudgingContext,
  one: StruckFacts,
  families: ExplorationBooks['families'],
): readonly JournalEntry[] {
  const fromMs = (one.before?.strikeMs ?? one.strikeMs) - 1;
  const window = { fromMs, toMs: Math.min(one.endedMs, one.strikeMs + TAKE_OVER_MS) };
  const own = parts.of(
    one.job.workflowId,
    window,
    faultsOf(one).map(({ faultId }) => faultId),
  );
  const further = (families?.of(one.job.workflowId) ?? []).flatMap((workflowId) => parts.own(workflowId));
  return [...baseline, ...own, ...further].toSorted((a, b) => a.sequence - b.sequence);
}
