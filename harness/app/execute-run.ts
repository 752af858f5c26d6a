import { rm } from 'node:fs/promises';
import { type HarnessError, wasInterrupted } from '../errors.ts';
import type { ChaosConfig } from '../model/config.ts';
import type { Versions } from '../model/evidence.ts';
import { recordedKeeps } from '../model/kept-books.ts';
import type { Plan } from '../model/plan.ts';
import type { Report } from '../model/report.ts';
import { makeReport, type RunRecord } from '../reporting/run/make-report.ts';
import { writeEvidence, writePlan, writeReport } from '../reporting/store/write-run-folder.ts';
import type { OpenJournal } from '../runner/open-journal.ts';
import type { LiveSystem, RunParts } from '../runner/run-context.ts';
import { type RunResult, runPhases } from '../runner/run-phases.ts';
import { harnessSabotages } from '../sabotage/index.ts';
import { type CollectedEvidence, type Judged, judgeEvidence } from './judge-evidence.ts';
import { isNothingStarted, logsFolderOf, openRunFolder } from './open-run-folder.ts';
import { canaryOf, canaryQueueOf } from './own-canary.ts';
import { provisionSystem, versionsWithoutSystem } from './provision-system.ts';
import { checksOfAnyRun } from './registry.ts';
import type { RunRequest } from './run-request.ts';

/** A run that has ended: its evidence, and the record of how it went. */
export interface CompletedRun extends RunRecord {
  readonly evidence: CollectedEvidence;
  /** The run's folder, in which plan, journal and evidence are written already. */
  readonly folder: string;
  /** The system, if it was to be kept up; its caller ends it. */
  readonly system: LiveSystem | null;
}

/** A run that was judged and reported on. */
export interface RunOutcome {
  readonly report: Report;
  readonly evidence: Judged['evidence'];
  readonly folder: string;
  readonly system: LiveSystem | null;
}

/**
 * Runs a plan on a fresh system, judges the evidence and writes the report.
 *
 * @throws HarnessError CHAOS_NOT_WRITABLE if the run's folder cannot be written, and the error that ended the run before
 * anything was started: there is no run then, and its folder is gone. All other errors are in the report.
 */
export async function executeRun(request: RunRequest): Promise<RunOutcome> {
  const run = await carryOut(request);
  const judged = await request.hooks.phase('judging', () =>
    Promise.resolve(judgeEvidence(run.evidence, request.registry)),
  );
  const report = makeReport(run, judged);
  request.monitoring?.judged(report.verdict);
  await writeReport(run.folder, report, judged.evidence);
  return { report, evidence: judged.evidence, folder: run.folder, system: run.system };
}

/**
 * Runs a plan through all phases except the judging. The evidence is on disk when it resolves.
 *
 * @throws HarnessError as {@link executeRun}
 */
export async function carryOut(request: RunRequest): Promise<CompletedRun> {
  const { plan, folder, config, monitoring } = request;
  const opened = await openRunFolder(folder, () => writePlan(folder, plan));
  const journal = monitoring?.watch(opened) ?? opened;
  let versions = versionsWithoutSystem(request);
  const parts = partsOf(request, journal, (found) => (versions = found));
  const result = await runPhases(plan, parts);
  const durationMs = journal.nowMs();
  journal.close();
  await throwIfNothingStarted(folder, result);
  const evidence = evidenceOf(plan, { result, journal, versions });
  // First of all: a witness function or a check that fails then loses nothing.
  await writeEvidence(folder, { ...evidence, landings: [] });
  return {
    runId: request.runId,
    stack: request.stack.name,
    startedAt: journal.startedAt,
    durationMs,
    phases: result.phases.map((phase) => ({ ...phase })),
    errors: result.errors.map(({ code, message }: HarnessError) => ({ code, message })),
    interrupted: wasInterrupted(request.signal),
    judgeable: judgeableOf(request, config),
    evidence,
    folder,
    system: result.system,
  };
}

function partsOf(request: RunRequest, journal: OpenJournal, found: (versions: Versions) => void): RunParts {
  const { config, plan } = request;
  const canaryQueue = canaryQueueOf(request);
  const sabotage = harnessSabotages.find((one) => one.name === plan.sabotage);
  const parts: RunParts = {
    journal,
    signal: AbortSignal.any([request.signal, journal.broken]),
    hooks: request.hooks,
    tell: request.progress,
    findFault: request.registry.findFault,
    keep: request.keep,
    canary: (n) => canaryOf(request, n),
    drainLimitMs: config.workers.drainLimitMs,
    comparison: comparisonOf(config, plan),
    provision: async (signal, choices) => {
      const wanted = { ...request, ...choices, logsFolder: logsFolderOf(request.folder), journal, canaryQueue };
      const system = await provisionSystem(wanted, signal);
      found(system.versions);
      return system;
    },
  };
  return sabotage === undefined ? parts : sabotage.apply(parts);
}

/** What is compared with runs without a fault: as an exploration of the same workflow types would. */
function comparisonOf(
  { subjects, explorations = {} }: ChaosConfig,
  { subject, workload }: Plan,
): RunParts['comparison'] {
  const types = new Set(workload.map(({ workflowType }) => workflowType));
  const explored = Object.entries(explorations).filter(([name]) => types.has(name));
  const ignored = explored.flatMap(([, { ignoreFields = [] }]) => ignoreFields);
  const keeps = recordedKeeps(subjects[subject] ?? { checkpoints: false, effects: false });
  return { keeps, ignoreFields: [...new Set(ignored)] };
}

async function throwIfNothingStarted(folder: string, { errors }: RunResult): Promise<void> {
  const [first] = errors;
  if (first === undefined || !(await isNothingStarted(folder))) return;
  await rm(folder, { recursive: true, force: true });
  throw first;
}

interface Raw {
  readonly result: RunResult;
  readonly journal: OpenJournal;
  readonly versions: Versions;
}

function evidenceOf(plan: Plan, { result, journal, versions }: Raw): CollectedEvidence {
  const missing = { state: 'unavailable', reason: 'the run ended before its books were read' } as const;
  const none = {
    eventHistories: missing,
    replays: missing,
    checkpoints: missing,
    effects: missing,
    tables: missing,
    components: missing,
  };
  return { plan, journal: [...journal.entries()], versions, ...(result.books ?? none) };
}

/** The parts that could be judged; the report names each part that could not. */
function judgeableOf({ plan, registry }: RunRequest, { subjects }: ChaosConfig): RunRecord['judgeable'] {
  const keeps = subjects[plan.subject];
  return {
    checks: checksOfAnyRun(registry),
    booksNotKept: (['checkpoints', 'effects'] as const).filter((book) => keeps?.[book] !== true),
  };
}
