import { HarnessError } from '../errors.ts';
import type { Finding } from '../model/check.ts';
import type { Versions } from '../model/evidence.ts';
import type { Exploration, ExploredCase, PointResult } from '../model/exploration.ts';
import { entriesOf } from '../model/journal.ts';
import type { Action } from './actions/action.ts';
import { auditPoints } from './audit.ts';
import { type ExplorationBooks, readBooks } from './books.ts';
import type { ExplorationContext } from './exploration-context.ts';
import { Explorer } from './explorer.ts';
import { JournalParts } from './journal-parts.ts';
import { type ResultMaking } from './judge-front.ts';
import { type JudgedPoint } from './judge-point.ts';
import { judgeReferences } from './judge-references.ts';
import { judgeLateRows } from './late-rows.ts';
import type { ExplorationNews } from './news.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import type { JudgingContext } from './point-evidence.ts';
import type { PointTask, StruckWorkflow } from './point-task.ts';
import { type KnownCase, REFERENCES, runReferences } from './references.ts';
import { WorkerShift } from './worker-shift.ts';

/** What is to be explored. */
export interface ExploreRequest {
  readonly cases: readonly string[];
  readonly actions: readonly Action[];
  /** Only these points, by id; null: all. */
  readonly points: readonly string[] | null;
  readonly front: number;
  readonly seed: number;
  /** In milliseconds, for the exploring without start-up and references; null: none. */
  readonly timeLimitMs: number | null;
  /** Which share of the points is run again alone, from 0 to 1. */
  readonly audit: number;
  readonly sabotage: string | null;
  readonly versions: Versions;
  readonly checks: readonly string[];
  readonly sourceOf: ResultMaking['sourceOf'];
  readonly reproduce: ResultMaking['reproduce'];
  readonly keep: (one: StruckWorkflow, judged: JudgedPoint) => Promise<string>;
  readonly news: ExplorationNews;
}

/** What came of it, but for what only the command line knows. */
export type Explored = Pick<Exploration, 'cases' | 'results' | 'fronts' | 'audit' | 'findings' | 'exploringMs'>;

const nothing: Explored = {
  cases: [],
  results: [],
  fronts: [],
  audit: { audited: 0, disagreements: [] },
  findings: [],
  exploringMs: 0,
};

/**
 * Explores the crash points of a workflow: references, fronts, judgement, audit.
 *
 * @remarks Where the references are not valid by themselves nothing is struck: a system that loses work without a crash
 * needs none to be found out.
 * @throws HarnessError of a reference, of the stack, or CHAOS_UNKNOWN_WORKFLOW where a point isn't there. An interruption
 * is not thrown: what was done so far is the result.
 */
export async function explore(context: ExplorationContext, request: ExploreRequest): Promise<Explored> {
  const { journal } = context;
  const { news } = request;
  const known = await news.phase('references', () => inBaseline(context, () => runReferences(context, request.cases)));
  const cases = known.map((one) => exploredCase(one));
  const tasks = tasksOf(known, request);
  const books = await readBooks(
    context,
    known.flatMap(({ jobs }) => jobs.map(({ workflowId }) => workflowId)),
  );
  const parts = new JournalParts(journal);
  const baseline = baselineOf(context, known, parts);
  const judging: JudgingContext = { ...request, ...context, parts, baseline };
  const reference = judgeReferences(judging, known, books);
  const gaps = known.flatMap((one) => one.gaps.map((gap) => denominatorDoubt(one.name, gap)));
  if (reference.some(({ verdict }) => verdict === 'invalid')) return { ...nothing, cases, findings: reference };
  const making: ResultMaking = { ...request, context: judging, outcomes: outcomesOf(judging, known, books) };
  const fromMs = journal.nowMs();
  const endMs = request.timeLimitMs === null ? null : fromMs + request.timeLimitMs;
  const [worker] = context.stack.workers();
  if (worker === undefined)
    throw new HarnessError('CHAOS_INTERNAL', 'Expected a worker to explore with, but got none.');
  const shift = new WorkerShift(context.stack, worker);
  const explorer = new Explorer({ making, shift, front: request.front, endMs, news: request.news });
  await news.phase('exploring', async () => {
    news.advanced({ total: tasks.length });
    await untilInterrupted(context, () => explorer.explore(tasks));
  });
  const exploringMs = journal.nowMs() - fromMs;
  const audit = await news.phase('audit', () => untilInterrupted(context, () => auditPoints(explorer, tasks, request)));
  await untilInterrupted(context, () => judgeLateRows(explorer, making));
  const results = tasks.map((task) =>
    resultOf(task, explorer, { interrupted: context.signal.aborted, reproduce: request.reproduce }),
  );
  const unread = unreadCalls(context);
  const findings = [
    ...reference.filter(({ verdict }) => verdict !== 'valid'),
    ...gaps,
    ...unread,
    ...elsewhere(explorer),
  ];
  return { cases, results, fronts: explorer.fronts, audit: audit ?? nothing.audit, findings, exploringMs };
}

async function inBaseline<T>({ journal }: ExplorationContext, work: () => Promise<T>): Promise<T> {
  journal.write({ kind: 'phase', phase: 'baseline', state: 'begin' });
  const result = await work();
  journal.write({ kind: 'phase', phase: 'baseline', state: 'end', outcome: 'ok' });
  return result;
}

/** An interruption ends the work and nothing else: what was done before counts. */
async function untilInterrupted<T>({ signal }: ExplorationContext, work: () => Promise<T>): Promise<T | null> {
  if (signal.aborted) return null;
  try {
    return await work();
  } catch (error) {
    if (signal.aborted) return null;
    throw error;
  }
}

function exploredCase({ name, points }: KnownCase): ExploredCase {
  const differing = points.filter(({ references }) => references < REFERENCES).map(({ id }) => id);
  return { name, points: [...points], references: REFERENCES, differing };
}

/** @throws HarnessError CHAOS_UNKNOWN_WORKFLOW where a point that was asked for is none of these */
function tasksOf(known: readonly KnownCase[], { actions, points }: ExploreRequest): readonly PointTask[] {
  const all = known.flatMap((one) => one.points.map((point) => ({ point, known: one })));
  const ids = new Set(all.map(({ point }) => point.id));
  const strange = points?.find((id) => !ids.has(id));
  if (strange !== undefined) throw unknownPoint(strange, [...ids]);
  const chosen = points === null ? all : all.filter(({ point }) => points.includes(point.id));
  return actions.flatMap((action) =>
    chosen.filter(({ point }) => action.strikesAt(point.place)).map((one) => ({ ...one, action, tries: 0 })),
  );
}

function unknownPoint(id: string, ids: readonly string[]): HarnessError {
  const step = id.split('/').slice(0, 3).join('/');
  const near = ids.filter((one) => one.startsWith(step)).slice(0, 5);
  const advice =
    near.length === 0
      ? 'The workflow has no such step now; it may be a point of an older version. Run without --point to see all.'
      : `Points of that step: ${near.map((one) => `"${one}"`).join(', ')}.`;
  return new HarnessError(
    'CHAOS_UNKNOWN_WORKFLOW',
    `Expected a crash point of this workflow, but got "${id}". ${advice}`,
  );
}

function baselineOf(
  context: ExplorationContext,
  known: readonly KnownCase[],
  parts: JournalParts,
): JudgingContext['baseline'] {
  const phases = entriesOf(context.journal.entries(), 'phase');
  const calls = known.flatMap(({ jobs }) => (jobs[0] === undefined ? [] : parts.own(jobs[0].workflowId)));
  return [...phases, ...calls.filter((entry) => entry.kind === 'call')];
}

function outcomesOf(
  context: JudgingContext,
  known: readonly KnownCase[],
  books: ExplorationBooks,
): ReadonlyMap<string, readonly Outcome[]> {
  return new Map(
    known.map(({ name, jobs }) => [name, jobs.map(({ workflowId }) => outcomeOf(context, books, workflowId))]),
  );
}

function denominatorDoubt(name: string, gap: string): Finding {
  const summary = `The points of case ${name} and its event history disagree. ${gap}`;
  return { check: 'points-match-history', verdict: 'unknown', summary, exhibits: [] };
}

/** What the relays could not decode nobody has judged. */
function unreadCalls({ journal }: ExplorationContext): readonly Finding[] {
  const notes = entriesOf(journal.entries(), 'note').filter(({ message }) => message.includes('relayed unread'));
  const [first] = notes;
  if (first === undefined) return [];
  return [
    { check: 'calls-read', verdict: 'unknown', summary: first.message, exhibits: notes.map(({ message }) => message) },
  ];
}

function elsewhere({ elsewhere: made }: Explorer): readonly Finding[] {
  return made.map(({ result }) => {
    const summary = `A workflow that was on its way to ${result.point} was struck before, and ${result.findings.find(({ verdict }) => verdict === 'invalid')?.summary ?? ''}`;
    return { check: 'struck-elsewhere', verdict: 'invalid', summary, exhibits: [{ evidence: result.evidence }] };
  });
}

function resultOf(
  task: PointTask,
  explorer: Explorer,
  how: { readonly interrupted: boolean; readonly reproduce: ResultMaking['reproduce'] },
): PointResult {
  const made = explorer.made.get(task);
  if (made !== undefined) return made.result;
  const state = how.interrupted ? 'interrupted' : explorer.outOfTime ? 'time-limit' : 'unreachable';
  const sentences = {
    interrupted: 'The exploration was interrupted before its turn came.',
    'time-limit': 'The time limit came before its turn.',
    unreachable: `The workflow never came to it in ${task.tries} tries, the last ones alone.`,
  } as const;
  return {
    ...{ point: task.point.id, second: null, action: task.action.name, state, harms: [], sentence: sentences[state] },
    ...{ source: null, reproduce: how.reproduce({ task } as StruckWorkflow), workflowId: null, front: null },
    ...{ tries: task.tries, heldMs: null, findings: [], evidence: null },
  };
}
