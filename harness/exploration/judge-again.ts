import { Families } from '../checks/comparison/families.ts';
import type { ReferenceOutcome } from '../checks/comparison/outcome.ts';
import type { Check, Finding } from '../model/check.ts';
import type { Exploration, PointResult } from '../model/exploration.ts';
import type { ExplorationAction } from '../model/exploration-action.ts';
import type { JournalEntry } from '../model/journal.ts';
import { keptBooks } from '../model/kept-books.ts';
import type { RecordedBooks, RecordedStrike, SharedEvidence } from '../model/recorded-strike.ts';
import { amongOthers } from './among-others.ts';
import type { ExplorationBooks } from './judge/books.ts';
import { JournalParts } from './judge/journal-parts.ts';
import { judgePoint } from './judge/judge-point.ts';
import { type JudgedReferences, judgeReferences } from './judge/judge-references.ts';
import type { JudgingContext } from './judge/point-evidence.ts';
import { baselineOf, outcomesOf } from './judge/reference-measure.ts';
import { tellingParts } from './judge/telling-parts.ts';
import { withShortFindings } from './short-findings.ts';
import type { StruckFacts } from './strike/point-task.ts';
import { verdictOf } from './verdict.ts';

/** An exploration with all that it left behind. */
export interface RecordedExploration {
  readonly exploration: Exploration;
  readonly journal: readonly JournalEntry[];
  readonly shared: SharedEvidence;
  /** The evidence of the strike on a workflow, or why it can't be used. */
  readonly strikeOf: (workflowId: string) => Promise<RecordedStrike | string>;
}

/** Finds checks and actions by their names. */
export interface JudgingRegistry {
  readonly findCheck: (name: string) => Check | undefined;
  readonly findAction: (name: string) => ExplorationAction | undefined;
}

/** The end of the name of a finding on references. */
const OF_REFERENCES = ' (reference)';

/**
 * Judges an exploration again by its evidence, offline: each strike, and the references.
 *
 * @remarks Findings on the whole that came from a look at the living system stay as they were found.
 */
export async function judgeExplorationAgain(
  recorded: RecordedExploration,
  registry: JudgingRegistry,
): Promise<Exploration> {
  const { exploration, shared } = recorded;
  const known = shared.references.map(({ case: name, jobs, tookMs }) => ({ name, jobs, tookMs }));
  const context = contextOf(recorded, known, registry);
  const books = booksOf(
    shared.books,
    known.flatMap(({ jobs }) => jobs.map(({ workflowId }) => workflowId)),
  );
  const again: Again = { ...recorded, context, registry, outcomes: outcomesOf(context, known, books) };
  const results: PointResult[] = [];
  // One after the other: each is read, judged and forgotten.
  for (const result of exploration.results) results.push(await resultAgain(again, result));
  const lookedAt = exploration.findings.filter(({ check }) => !check.endsWith(OF_REFERENCES));
  const findings = [
    ...unknownChecks(shared, registry),
    ...judgeReferences(context, known, books).filter(({ verdict }) => verdict !== 'valid'),
    ...lookedAt,
  ];
  const judged = withShortFindings({ ...exploration, results, findings });
  return { ...judged, verdict: verdictOf(judged, exploration.errors) };
}

interface Again extends RecordedExploration {
  readonly context: JudgingContext;
  readonly registry: JudgingRegistry;
  readonly outcomes: ReadonlyMap<string, readonly ReferenceOutcome[]>;
}

function contextOf(
  { exploration, journal, shared }: RecordedExploration,
  known: readonly JudgedReferences[],
  { findCheck }: JudgingRegistry,
): JudgingContext {
  const { workflow, sabotage, seed } = exploration;
  const { subject, ignoreFields, keeps, versions, components } = shared;
  const parts = new JournalParts({ entries: () => journal });
  return {
    workflow,
    explored: { subject, cases: {}, ignoreFields },
    keeps: keptBooks(keeps),
    stack: { lives: () => components },
    parts,
    versions,
    sabotage,
    seed,
    baseline: baselineOf(journal, parts, known),
    checks: shared.checks.flatMap((name) => findCheck(name) ?? []),
  };
}

/** A check that the exploration was judged by, and that is not here. */
function unknownChecks({ checks }: SharedEvidence, { findCheck }: JudgingRegistry): readonly Finding[] {
  return checks
    .filter((name) => findCheck(name) === undefined)
    .map((check) => {
      const summary =
        'There is no such check here. If it is one of your own, judge in the folder of its chaos.config.ts.';
      return { check, verdict: 'unknown', summary, exhibits: [] };
    });
}

function booksOf(books: RecordedBooks, explored: readonly string[]): ExplorationBooks {
  const families = new Families();
  if (books.eventHistories.state === 'collected') families.learn(books.eventHistories.rows, explored);
  return { ...books, families };
}

/** A result that rests on a strike is judged again; one that says why there was none stays. */
async function resultAgain(again: Again, result: PointResult): Promise<PointResult> {
  const { workflowId, state } = result;
  if (workflowId === null || (state !== 'valid' && state !== 'invalid' && state !== 'unproved')) return result;
  const strike = await again.strikeOf(workflowId);
  const action = again.registry.findAction(result.action);
  if (typeof strike === 'string') return unproved(result, strike);
  if (action === undefined) return unproved(result, `There is no action "${result.action}" here.`);
  const one = factsOf(strike, action, again.shared);
  if (one === null || !isOf(one, result)) return unproved(result, 'Its evidence is that of another strike.');
  const references = again.outcomes.get(strike.case) ?? [];
  const judged = judgePoint(again.context, one, { books: booksOf(strike.books, [workflowId]), references });
  return amongOthers(one, { ...result, ...tellingParts(one.task, judged) }, again.exploration.brokeOff);
}

function unproved(result: PointResult, sentence: string): PointResult {
  return { ...result, state: 'unproved', harms: [], sentence, findings: [] };
}

function isOf({ task, job }: StruckFacts, { point, second, action, workflowId }: PointResult): boolean {
  const sameSecond = (task.second?.point.id ?? null) === second;
  return task.point.id === point && sameSecond && task.action.name === action && job.workflowId === workflowId;
}

function factsOf(strike: RecordedStrike, action: ExplorationAction, shared: SharedEvidence): StruckFacts | null {
  const { case: name, strikes, action: struckBy, schema: _schema, books: _books, ...facts } = strike;
  const tookMs = shared.references.find((one) => one.case === name)?.tookMs;
  const [first, again] = strikes;
  if (first === undefined || tookMs === undefined || struckBy !== action.name) return null;
  const { point: _, ...last } = again ?? first;
  const second = again === undefined ? null : { point: again.point };
  const task = { point: first.point, action, known: { name, tookMs }, second };
  return { ...facts, ...last, task, before: again === undefined ? null : first };
}
