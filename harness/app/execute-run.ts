import { rm } from 'node:fs/promises';
import { checkNames } from '../checks/index.ts';
import { wasInterrupted } from '../errors.ts';
import { findFault } from '../faults/index.ts';
import type { Finding } from '../model/check.ts';
import type { ChaosConfig } from '../model/config.ts';
import type { Evidence, Versions } from '../model/evidence.ts';
import type { HostedSupabase } from '../model/hosted-supabase.ts';
import { markStart } from '../model/mark-plan.ts';
import type { PhaseHooks } from '../model/phase-hooks.ts';
import type { Plan } from '../model/plan.ts';
import type { Report } from '../model/report.ts';
import { makeReport } from '../reporting/run/make-report.ts';
import { writeEvidence, writePlan, writeReport } from '../reporting/store/write-run-folder.ts';
import type { OpenJournal } from '../runner/open-journal.ts';
import type { LiveSystem, RunParts } from '../runner/run-context.ts';
import { type RunResult, runPlan } from '../runner/run-plan.ts';
import { harnessSabotages } from '../sabotage/index.ts';
import type { ChosenStack } from './choose-stack.ts';
import { type JudgedBooks, judgeBooks } from './judge-books.ts';
import { isNothingStarted, logsFolderOf, openRunFolder } from './open-run-folder.ts';
import { provisionSystem, versionsWithoutSystem } from './provision-system.ts';

/** One run, as the command line asks for it. */
export interface RunRequest {
  readonly runId: string;
  readonly plan: Plan;
  readonly config: ChaosConfig;
  readonly stack: ChosenStack;
  /** The Supabase that takes the place of one of the run's own; the plan's workflow ids have its mark. */
  readonly hosted?: HostedSupabase;
  readonly projectFolder: string;
  /** The folder of this run; made here. */
  readonly folder: string;
  readonly keep: boolean;
  readonly signal: AbortSignal;
  readonly hooks: PhaseHooks;
  readonly progress: (line: string) => void;
}

/** What came of it. */
export interface RunOutcome {
  readonly report: Report;
  readonly evidence: Evidence;
  readonly folder: string;
  readonly system: LiveSystem | null;
}

/**
 * Runs a plan on a fresh system and judges the evidence.
 *
 * @throws HarnessError CHAOS_NOT_WRITABLE where the run's folder can't be written; and whatever ended the run before
 * anything was started: then there is no run, and its folder is gone. All else is in the report.
 */
export async function executeRun(request: RunRequest): Promise<RunOutcome> {
  const journal = await openRunFolder(request.folder, () => writePlan(request.folder, request.plan));
  let versions = versionsWithoutSystem(request.hosted);
  const parts = applyHarnessSabotage(request.plan, {
    journal,
    signal: AbortSignal.any([request.signal, journal.broken]),
    hooks: request.hooks,
    findFault,
    keep: request.keep,
    canary: (n) => canaryOf(request, n),
    drainLimitMs: request.config.workers.drainLimitMs,
    provision: async (signal, choices) => {
      const wanted = { ...request, ...choices, logsFolder: logsFolderOf(request.folder), journal };
      const system = await provisionSystem(wanted, signal);
      versions = system.versions;
      return system;
    },
  });
  const result = await runPlan(request.plan, parts);
  const durationMs = journal.nowMs();
  journal.close();
  await refuseUnlessStarted(request.folder, result);
  const bare = evidenceOf(request.plan, { result, journal, versions });
  // Before anything is computed from it, so that a witness function or a check that fails loses nothing.
  await writeEvidence(request.folder, { ...bare, landings: [] });
  const judged = await request.hooks.phase('judging', () => Promise.resolve(judgeBooks(bare)));
  const { evidence } = judged;
  const report = reportOf(request, { result, judged, startedAt: journal.startedAt, durationMs });
  await writeReport(request.folder, report, evidence);
  return { report, evidence, folder: request.folder, system: result.system };
}

interface JudgedRun {
  readonly result: RunResult;
  readonly judged: JudgedBooks;
  readonly startedAt: string;
  readonly durationMs: number;
}

function reportOf(request: RunRequest, { result, judged, startedAt, durationMs }: JudgedRun): Report {
  return makeReport({
    runId: request.runId,
    stack: request.stack.name,
    startedAt,
    durationMs,
    ...judged,
    recovery: [...judged.recovery],
    phases: result.phases.map((phase) => ({ ...phase })),
    errors: result.errors.map(({ code, message }) => ({ code, message })),
    notJudged: notJudged(request, judged.findings),
    interrupted: wasInterrupted(request.signal),
  });
}

/** A canary may write checkpoints too. */
function canaryOf({ config, hosted }: RunRequest, n: number): ReturnType<ChaosConfig['canary']> {
  return hosted === undefined ? config.canary(n) : markStart(config.canary(n), hosted.mark);
}

async function refuseUnlessStarted(folder: string, { errors }: RunResult): Promise<void> {
  const [first] = errors;
  if (first === undefined || !(await isNothingStarted(folder))) return;
  await rm(folder, { recursive: true, force: true });
  throw first;
}

function applyHarnessSabotage(plan: Plan, parts: RunParts): RunParts {
  const sabotage = harnessSabotages.find((one) => one.name === plan.sabotage);
  return sabotage === undefined ? parts : sabotage.apply(parts);
}

interface Raw {
  readonly result: RunResult;
  readonly journal: OpenJournal;
  readonly versions: Versions;
}

function evidenceOf(plan: Plan, { result, journal, versions }: Raw): Omit<Evidence, 'landings'> {
  const missing = { state: 'unavailable', reason: 'the run ended before its books were read' } as const;
  const none = {
    eventHistories: missing,
    replays: missing,
    checkpoints: missing,
    effects: missing,
    components: missing,
  };
  return { plan, journal: [...journal.entries()], versions, ...(result.books ?? none) };
}

/** What the verdict doesn't speak of. */
function notJudged({ plan, config }: RunRequest, findings: readonly Finding[]): readonly string[] {
  const keeps = config.subjects[plan.subject];
  const books = [
    ...(keeps?.checkpoints === true ? [] : ['book: checkpoints']),
    ...(keeps?.effects === true ? [] : ['book: effects']),
  ];
  const judged = new Set(findings.map((finding) => finding.check));
  const checks = checkNames.filter((name) => !judged.has(name)).map((name) => `check: ${name}`);
  return [...books, ...checks];
}
