import { HarnessError } from '../errors.ts';
import { asStarted } from '../model/as-started.ts';
import { count } from '../model/count.ts';
import { entriesOf } from '../model/journal.ts';
import type { Plan } from '../model/plan.ts';
import { driveJobs } from './drive-jobs.ts';
import type { RunContext } from './run-context.ts';

/**
 * Runs the references of the plan, before anything strikes: those of a round side by side, the rounds one after the other.
 *
 * @remarks So each is under a load like that of the run, and times differ among them.
 * @throws HarnessError CHAOS_REFERENCE_FAILED if one has not ended when the time of a run is over, or if the command that
 * should start one fails.
 */
export async function runReferences(context: RunContext, canaries: readonly string[]): Promise<void> {
  const { plan, journal } = context;
  const rounds = roundsOf(plan);
  for (const round of rounds) {
    const running = await driveJobs({ ...context, plan: round }, plan.runTimeMs, canaries).ended;
    const failure = failedCommand(context, round);
    if (failure !== undefined) throw commandFailed(failure);
    if (running > 0) throw notEnded(running, round);
  }
  if (rounds.length === 0) return;
  const run = rounds.flatMap(({ workload }) => asStarted(workload, journal.entries()));
  const workflowIds = run.map(({ workflowId }) => workflowId);
  journal.write({ kind: 'references', workflowIds, ...context.parts.comparison });
}

/** How long the references of a plan may take, in milliseconds. */
export function referencesLimitMs(plan: Plan): number {
  return roundsOf(plan).length * plan.runTimeMs;
}

/** What is run at a time, as a plan without a fault. */
function roundsOf({ references = [], ...plan }: Plan): readonly Plan[] {
  const most = Math.max(0, ...references.map(({ runs }) => runs.length));
  return Array.from({ length: most }, (_, round) => {
    return { ...plan, schedule: [], workload: references.flatMap(({ runs }) => runs[round] ?? []) };
  });
}

/** What is wrong with the first command or schedule that should have started a workflow of the round, as a sentence. */
function failedCommand({ journal }: Pick<RunContext, 'journal'>, { workload }: Plan): string | undefined {
  const ids = new Set(
    workload
      .filter((job) => job.start !== undefined || job.bySchedule !== undefined)
      .map(({ workflowId }) => workflowId),
  );
  if (ids.size === 0) return undefined;
  return entriesOf(journal.entries(), 'client').find(
    ({ action, step, workflowId }) =>
      (action === 'start' || action === 'command') && step === 'fail' && ids.has(workflowId),
  )?.message;
}

function commandFailed(message: string): HarnessError {
  const sentence = `Jobs can't be compared with runs without a fault: ${message}`;
  return new HarnessError(
    'CHAOS_REFERENCE_FAILED',
    `${sentence} Fix that first; run it by hand on a stack that stays up.`,
  );
}

function notEnded(running: number, { workload, runTimeMs }: Plan): HarnessError {
  const which = `${running} of ${count(workload.length, 'run')} without a fault had not ended after ${runTimeMs} ms`;
  const sentence = `Jobs can't be compared with runs without a fault: ${which}.`;
  const advice = 'See the logs of the run. Fix that first, raise `runTimeMs`, or give the expectations of the jobs.';
  return new HarnessError('CHAOS_REFERENCE_FAILED', `${sentence} ${advice}`);
}
