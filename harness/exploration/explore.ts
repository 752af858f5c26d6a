import { comparedValues } from '../checks/comparison/values.ts';
import type { Finding } from '../model/check.ts';
import type { ExploredCase } from '../model/exploration.ts';
import { slowDetections } from '../model/slow-detection.ts';
import { Audit } from './audit.ts';
import { delayed } from './delayed.ts';
import { type Explored, type ExploreRequest, nothingExplored } from './explore-request.ts';
import { type ExplorationBooks, readBooks } from './judge/books.ts';
import { JournalParts } from './judge/journal-parts.ts';
import type { LiveJudging, ResultFactory } from './judge/judge-front.ts';
import { judgeReferences } from './judge/judge-references.ts';
import { sharedEvidence } from './judge/record-strike.ts';
import { baselineOf, outcomesOf } from './judge/reference-measure.ts';
import { judgeLateRows } from './late-rows.ts';
import { notJudgedOf } from './not-judged.ts';
import { pointExpectations } from './point-expectations.ts';
import { PointRunner } from './point-runner.ts';
import { pointTasks } from './point-tasks.ts';
import { isByCommand, REFERENCES, type ReferenceCase, runReferences } from './points/references.ts';
import { withoutRare } from './rare-points.ts';
import { requestsArePoints } from './request-findings.ts';
import { resultsOf } from './results.ts';
import { exploreSecondCrashes } from './second-crashes.ts';
import type { ExplorationContext } from './steer/exploration-context.ts';
import { WorkerShifts } from './steer/worker-shifts.ts';
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
  const known = await listener.phase('references', () =>
    inBaseline(context, () => runReferences(context, request.cases)),
  );
  for (const sentence of slowDetections(context.journal.entries())) listener.note(sentence);
  const cases = known.map((one) => exploredCase(one, request.points));
  const ids = known.flatMap(({ jobs }) => jobs.map(({ workflowId }) => workflowId));
  const books = await readBooks(context, ids);
  const judging = judgingContext(context, request, known);
  const reference = judgeReferences(judging, known, books);
  if (reference.some(({ verdict }) => verdict === 'invalid'))
    return {
      ...nothingExplored,
      cases,
      findings: [...reference],
      notJudged: [...notJudgedOf(context, request, known)],
    };
  // Of a broken system a point may be missing for the very harm that its references show.
  const tasks = pointTasks(known, request);
  const outcomes = outcomesOf(judging, known, books);
  const making: ResultFactory = { ...request, context: judging, outcomes };
  const explorer = explorerOf(context, { ...request, front: frontOf(request, known) }, making);
  const exploring = await exploreAll(context, { request, making, explorer, tasks, note });
  await request.recordShared(sharedEvidence(judging, known, books)).catch(note);
  const valued = cases.map((one) => ({ ...one, values: comparedValues(outcomes.get(one.name)?.[0]?.expected ?? []) }));
  return concluded(context, { request, known, books, reference, cases: valued, explorer, tasks, exploring });
}

/** All that an exploration has found, once its last strike is judged. */
interface Found {
  readonly request: ExploreRequest;
  readonly known: readonly ReferenceCase[];
  readonly books: ExplorationBooks;
  readonly reference: readonly Finding[];
  readonly cases: readonly ExploredCase[];
  readonly explorer: PointRunner;
  readonly tasks: readonly PointTask[];
  readonly exploring: Awaited<ReturnType<typeof exploreAll>>;
}

function concluded(context: ExplorationContext, found: Found): Explored {
  const { request, known, books, reference, explorer, tasks, exploring } = found;
  const { strays, ...measured } = exploring;
  const how = { interrupted: context.signal.aborted, reproduce: request.reproduce };
  const { cases, results, notJudged } = withoutRare(found.cases, resultsOf(tasks, explorer, how), request.points);
  const doubts = reference.filter(({ verdict }) => verdict !== 'valid');
  const gaps = context.explored.attribute === undefined ? [] : requestsArePoints(known, books);
  return {
    ...measured,
    cases: [...cases],
    results: [...results],
    fronts: [...explorer.fronts],
    findings: [...doubts, ...gaps, ...strays, ...wholeFindings(context, known, explorer.results)],
    notJudged: [...notJudgedOf(context, request, known), ...notJudged],
    expectations: pointExpectations(known, { checks: request.checks, keeps: context.keeps, cases }),
  };
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

/** Each command is a process more, which takes its time from the workers. */
const MOST_COMMANDS = 10;

function frontOf({ front }: ExploreRequest, known: readonly ReferenceCase[]): number {
  return known.some((one) => isByCommand(one)) ? Math.min(front, MOST_COMMANDS) : front;
}

function explorerOf(context: ExplorationContext, request: ExploreRequest, making: ResultFactory): PointRunner {
  const endMs = request.timeLimitMs === null ? null : context.journal.nowMs() + request.timeLimitMs;
  const shifts = new WorkerShifts(context.stack);
  return new PointRunner({ context, making, shifts, front: request.front, endMs, listener: request.listener });
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
): Promise<Pick<Explored, 'brokeOff' | 'pairs' | 'audit' | 'exploringMs'> & { readonly strays: readonly Finding[] }> {
  const { listener } = request;
  const fromMs = context.journal.nowMs();
  const audit = new Audit(explorer, request);
  let { pairs } = nothingExplored;
  let exploringMs = 0;
  let brokeOff = false;
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
    brokeOff = true;
    // Earlier strikes count, and are judged.
    await explorer.judgeBrokenOff().catch(note);
  }
  return { brokeOff, pairs, audit: audit.found, strays, exploringMs: exploringMs || context.journal.nowMs() - fromMs };
}
