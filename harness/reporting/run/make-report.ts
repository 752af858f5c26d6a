import { asTyped } from '../../model/as-typed.ts';
import type { Finding } from '../../model/check.ts';
import type { Book, Evidence } from '../../model/evidence.ts';
import { explained } from '../../model/explained-finding.ts';
import { entriesOf } from '../../model/journal.ts';
import { judgedByFindings, judgedExpectations } from '../../model/judged-expectations.ts';
import type { KeptBooks } from '../../model/references-entry.ts';
import { REPORT_SCHEMA, type Report } from '../../model/report.ts';
import type { Verdict } from '../../model/verdict.ts';

/** The course of a run, beside its evidence. */
export interface RunRecord {
  readonly runId: string;
  readonly stack: Report['stack'];
  /** ISO 8601. */
  readonly startedAt: string;
  readonly durationMs: number;
  readonly phases: Report['phases'];
  /** Errors of the harness itself: the original error first, then those of the clean-up. */
  readonly errors: Report['errors'];
  readonly interrupted: boolean;
  /** The parts that could have been judged; null: not known, as for a run folder without a report. */
  readonly judgeable: {
    readonly checks: readonly string[];
    /** The books that the subject does not keep. */
    readonly booksNotKept: readonly string[];
  } | null;
}

/** The result of the judgement; see `judgeEvidence`. */
export interface JudgedRun {
  readonly evidence: Evidence;
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
  readonly recovery: readonly Report['recovery'][number][];
  /** What no check says of the plan's jobs, one phrase each; left out: nothing. */
  readonly notJudged?: readonly string[];
}

/**
 * Makes the report of a run: data from data.
 *
 * @example
 * const run = await runPlan(plan, { config });
 * const report = makeReport(run, judgeEvidence(run.evidence));
 */
export function makeReport(run: RunRecord, judged: JudgedRun): Report {
  const { evidence, verdict, findings, recovery } = judged;
  const { plan, versions, landings } = evidence;
  const { scenario, hypothesis, subject, seed, params, sabotage } = plan;
  return {
    schema: REPORT_SCHEMA,
    runId: run.runId,
    scenario,
    hypothesis,
    subject,
    seed,
    params,
    sabotage,
    stack: run.stack,
    startedAt: run.startedAt,
    durationMs: run.durationMs,
    verdict,
    notJudged: [...notJudged(run, findings), ...(judged.notJudged ?? [])],
    expectations: judgedExpectations(plan, judgedByFindings(findings, comparedBooks(evidence))),
    ...referencesOf(plan),
    findings: findings.map((finding) => explained(finding)),
    landings: [...landings],
    phases: run.phases,
    errors: run.errors,
    counts: countsOf(evidence),
    recovery: [...recovery],
    versions,
    interrupted: run.interrupted,
    reproduce: reproduceCommand(evidence, run.stack),
  };
}

/** The books that jobs are compared by; undefined if none is compared. */
function comparedBooks({ journal }: Evidence): KeptBooks | undefined {
  return entriesOf(journal, 'references').at(-1)?.keeps;
}

function referencesOf({ references = [] }: Evidence['plan']): Pick<Report, 'references'> {
  if (references.length === 0) return {};
  const workflows = references.reduce((sum, { of }) => sum + of.length, 0);
  const runsOfEach = Math.min(...references.map(({ runs }) => runs.length));
  return { references: { workflows, kinds: references.length, runsOfEach } };
}

/** The parts that the verdict does not cover: books that the subject doesn't keep, and checks that the plan leaves out. */
function notJudged({ judgeable }: RunRecord, findings: readonly Finding[]): string[] {
  if (judgeable === null) return [];
  const judged = new Set(findings.map(({ check }) => check));
  const books = judgeable.booksNotKept.map((book) => `book: ${book}`);
  return [...books, ...judgeable.checks.filter((name) => !judged.has(name)).map((name) => `check: ${name}`)];
}

/** The command that repeats a run of this plan on its stack; the user must name a hosted Supabase. */
function reproduceCommand({ plan, versions }: Evidence, stack: Report['stack']): string {
  const params = Object.entries(plan.params).map(([name, value]) => `--param ${name}=${JSON.stringify(value)}`);
  const sabotage = plan.sabotage === null ? [] : [`--sabotage ${plan.sabotage}`];
  const noFault = plan.schedule.length === 0 ? ['--no-fault'] : [];
  const hosted = versions.supabase === undefined ? '' : 'SUPABASE_URL=… SUPABASE_KEY=… ';
  const tls = versions.tls === undefined ? [] : ['--tls'];
  const command = asTyped(`${hosted}npm run scenario ${plan.scenario} -- --stack ${stack} --seed ${plan.seed}`);
  return [command, ...tls, ...params, ...sabotage, ...noFault].join(' ');
}

function countsOf(evidence: Evidence): Report['counts'] {
  const effects = rowsOf(evidence.effects);
  const histories = rowsOf(evidence.eventHistories);
  return {
    workflows: histories.length,
    events: histories.reduce((sum, history) => sum + history.events.length, 0),
    checkpoints: rowsOf(evidence.checkpoints).length,
    effectsApplied: effects.filter((line) => line.outcome === 'applied').length,
    effectsDeduplicated: effects.filter((line) => line.outcome === 'deduplicated').length,
    calls: entriesOf(evidence.journal, 'call').length,
    replays: rowsOf(evidence.replays).length,
  };
}

function rowsOf<T>(book: Book<T>): readonly T[] {
  return book.state === 'collected' ? book.rows : [];
}
