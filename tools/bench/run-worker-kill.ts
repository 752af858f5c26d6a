import { join } from 'node:path';
import { type Report, reportSchema } from '../../harness/model/report.ts';
import type { StackName } from '../../harness/model/stacks.ts';
import type { BenchContext } from './bench-context.ts';
import { runChaos, type TimedCommand } from './run-chaos.ts';

/** The seed of every measured run, so that all do the same work. */
export const RUN_SEED = 7;

/** The command line of every measured run. */
export function runArguments(stack: StackName): readonly string[] {
  return ['scenario', 'worker-kill', '--stack', stack, '--seed', String(RUN_SEED), '--json'];
}

/** One run of worker-kill, as its user starts it. */
export interface TimedRun extends Pick<TimedCommand, 'commandMs' | 'peakRssMb'> {
  readonly report: Report;
  readonly folder: string;
}

/**
 * Runs worker-kill on a stack by the command line.
 *
 * @throws Error with what the run said where it gave no report; the signal's reason when it aborts.
 */
export async function runWorkerKill(context: BenchContext, stack: StackName): Promise<TimedRun> {
  const ended = await runChaos(context, runArguments(stack));
  const report = reportOf(ended);
  const folder = join(context.projectFolder, 'reports/runs/worker-kill', report.runId);
  return { report, folder, commandMs: ended.commandMs, peakRssMb: ended.peakRssMb };
}

function reportOf(said: Pick<TimedCommand, 'stdout' | 'stderr'>): Report {
  try {
    return reportSchema.parse(JSON.parse(said.stdout));
  } catch (cause) {
    throw new Error(`Expected worker-kill to print a report, but it said: ${said.stderr.trim()}`, { cause });
  }
}
