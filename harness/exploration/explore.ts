import { HarnessError } from '../errors.ts';
import type { Finding } from '../model/check.ts';
import { eventsOf } from '../model/event-history.ts';
import type { ExploredCase } from '../model/exploration.ts';
import { slowDetections } from '../model/slow-detection.ts';
import { Audit } from './audit.ts';
import { delayed } from './delayed.ts';
import { type Explored, type ExploreRequest, nothingExplored } from './explore-request.ts';
import { readBooks } from './judge/books.ts';
import { workflowTypeOf } from './judge/families.ts';
import { JournalParts } from './judge/journal-parts.ts';
import type { LiveJudging, ResultFactory } from './judge/judge-front.ts';
import { judgeReferences } from './judge/judge-references.ts';
import { sharedEvidence } from './judge/record-strike.ts';
import { baselineOf, outcomesOf } from './judge/reference-measure.ts';
import { comparedValues } from './judge/values.ts';
import { judgeLateRows } from './late-rows.ts';
import { PointRunner } from './point-runner.ts';
import { pointTasks } from './point-tasks.ts';
import { REFERENCES, type ReferenceCase, runReferences } from './points/references.ts';
import { requestsArePoints, requestsWithoutPoints } from './request-findings.ts';
import { resultsOf } from './results.ts';
import { exploreSecondCrashes } from './second-crashes.ts';
import type { ExplorationContext } from './steer/exploration-context.ts';
import { WorkerShift } from './steer/worker-shift.ts';
import type { PointTask } from './strike/point-task.ts';
import { wholeFindings } from './whole-findings.ts';

/** How long the judging of what was struck may go on after an interruption, in milliseconds. */
const JUDGING_MS = 15_000;

/** Errors after something was explored: they must not discard the findings. */
export type Note = (thrown: unknown) => void;

/**
 * Explores the crash points of a workflow: references, fronts, judgement, second crashes, audit.
 *
 * @remarks If the references are not valid, nothing is struck: a system that loses work without a crash needs none to
 * show it. Once there are references, an interruption or an error of the harness is not thrown: the work so far is the
 * result, and the error is noted.
 * @throws HarnessError of a reference, or CHAOS_UNKNOWN_WORKFLOW if a point isn't there.
 */
export async function explore(context: ExplorationContext, request: ExploreRequest, note: Note): Promise<Explored> {
  const { listener } = request;
  const { explored } = context;
  const known = await listener.phase('references', () =>
    inBaseline(context, () => runReferences(context, request.cases)),
  );
  for (const sentence of slowDetections(context.journal.entries())) listener.note(sentence);
  const tasks = pointTasks(known, request);
  const cases = known.map((one) => exploredCase(one, request.points));
  const ids = known.flatMap(({ jobs }) => jobs.map(({ workflowId }) => workflowId));
  const books = await readBooks(context, ids);
  const judging = judgingContext(context, request, known);
  const reference = judgeReferences(judging, known, books);
  if (reference.some(({ verdict }) => verdict === 'invalid'))
    return { ...nothingExplored, cases, findings: [...reference], notJudged: notJudgedOf(context, request, known) };
  const outcomes = outcomesOf(judging, known, books);
  const making: ResultFactory = { ...request, context: judging, outcomes };
  const explorer = explorerOf(context, request, making);
  const { pairs, audit, exploringMs, strays } = await exploreAll(context, { request, making, explorer, tasks, note });
  const how = { interrupted: context.signal.aborted, reproduce: request.reproduce };
  await request.recordShared(sharedEvidence(judging, known, books)).catch(note);
  const results = [...resultsOf(tasks, explorer, how)];
  const doubts = reference.filter(({ verdict }) => verdict !== 'valid');
  const gaps = explored.attribute === undefined ? [] : requestsArePoints(known, books);
  const findings = [...doubts, ...gaps, ...strays, ...wholeFindings(context, known, explorer.results)];
  const notJudged = notJudgedOf(context, request, known);
  const valued = cases.map((one) => ({ ...one, values: comparedValues(outcomes.get(one.name)?.[0]?.expected ?? []) }));
  return { cases: valued, results, fronts: [...explorer.fronts], pairs, audit, findings, notJudged, exploringMs };
}

/** What no check and no point covers, each with its reason. */
function notJudgedOf(
  { journal, explored }: ExplorationContext,
  request: ExploreRequest,
  known: readonly ReferenceCase[],
): string[] {
  const requests = requestsWithoutPoints(journal.entries(), explored.attribute !== undefined);
  const elsewhere = new Set(known.flatMap((one) => one.completedElsewhere));
  const completions = [...elsewhere].map(
    (type) => `completion of ${type} (by another process than its worker: no point)`,
  );
  return [...request.notJudged, ...requests, ...completions, ...childrenOf(known), ...declaredOf(known)];
}

function declaredOf(known: readonly ReferenceCase[]): readonly string[] {
  const types = known.flatMap(({ jobs }) => jobs.flatMap(({ also = [] }) => also.map((one) => one.workflowType)));
  return [...new Set(types)].map((type) => `declared workflow ${type} (read once at the end; no points)`);
}

function childrenOf(known: readonly ReferenceCase[]): readonly string[] {
  const events = known.flatMap(({ histories }) =>
    histories.flatMap((history) => eventsOf(history, 'START_CHILD_WORKFLOW_EXECUTION_INITIATED')),
  );
  return [...new Set(events.map(workflowTypeOf))].map((type) => `boundaries of child ${type} (no points)`);
}

async function inBaseline<T>({ journal }: ExplorationContext, work: () => Promise<T>): Promise<T> {
  journal.write({ kind: 'phase', phase: 'baseline', state: 'begin' });
  const result = await work();
  journal.write({ kind: 'phase', phase: 'baseline', state: 'end', outcome: 'ok' });
  return result;
}

function exploredCase({ name, points }: ReferenceCase, chosen: readonly string[] | null): ExploredCase {
  // A user who asks for single points sees these alone.
  const shown = points.filter(({ id }) => chosen === null || chosen.includes(id));
  const differing = shown.filter(({ references }) => references < REFERENCES).map(({ id }) => id);
  return { name, points: shown, references: REFERENCES, differing };
}

/** The means to judge points, and the references' measure of a healthy worker. */
function judgingContext(
  context: ExplorationContext,
  request: ExploreRequest,
  known: readonly ReferenceCase[],
): LiveJudging {
  const parts = new JournalParts(context.journal);
  const baseline = baselineOf(context.journal.entries(), parts, known);
  const { versions, sabotage, seed, checks } = request;
  return { ...context, signal: delayed(context.signal, JUDGING_MS), versions, sabotage, seed, checks, parts, baseline };
}

function explorerOf(context: ExplorationContext, request: ExploreRequest, making: ResultFactory): PointRunner {
  const [worker] = context.stack.workers();
  if (worker === undefined)
    throw new HarnessError('CHAOS_INTERNAL', 'Expected a worker to explore with, but got none.');
  const endMs = request.timeLimitMs === null ? null : context.journal.nowMs() + request.timeLimitMs;
  const shift = new WorkerShift(context.stack, worker);
  return new PointRunner({ context, making, shift, front: request.front, endMs, listener: request.listener });
}

interface Exploring {
  readonly request: ExploreRequest;
  readonly making: ResultFactory;
  readonly explorer: PointRunner;
  readonly tasks: readonly PointTask[];
  readonly note: Note;
}

async function exploreAll(
  context: ExplorationContext,
  { request, making, explorer, tasks, note }: Exploring,
): Promise<Pick<Explored, 'pairs' | 'audit' | 'exploringMs'> & { readonly strays: readonly Finding[] }> {
  const { listener } = request;
  const fromMs = context.journal.nowMs();
  const audit = new Audit(explorer, request);
  let { pairs } = nothingExplored;
  let exploringMs = 0;
  let strays: readonly Finding[] = [];
  try {
    pairs = await listener.phase('exploring', async () => {
      listener.advanced({ total: tasks.length });
      await explorer.explore(tasks);
      return request.depth === 2 ? await exploreSecondCrashes(explorer, tasks, request) : null;
    });
    exploringMs = context.journal.nowMs() - fromMs;
    await listener.phase('audit', () => audit.run(tasks));
    strays = await judgeLateRows(explorer, making);
  } catch (error) {
    // The user asked for an interruption; it is reported elsewhere.
    if (!context.signal.aborted) note(error);
    // Earlier strikes count, and are judged.
    await explorer.judged().catch(note);
  }
  return { pairs, audit: audit.found, strays, exploringMs: exploringMs || context.journal.nowMs() - fromMs };
}
