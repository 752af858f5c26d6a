import pMap from 'p-map';
import type { Job } from '../model/plan.ts';
import { elapse, waitFor } from '../wait.ts';
import type { CommandOfJob } from './command-of-job.ts';
import { faultOf, isHealed } from './fault-state.ts';
import type { RunContext } from './run-context.ts';
import { startJob } from './start-job.ts';

const STARTS_AT_ONCE = 10;
const POLL_MS = 50;

/** When starts are counted from, and what was started. */
export interface Starting {
  readonly startMs: number;
  /** The workflow ids whose start has been answered, one way or the other. */
  readonly begun: Set<string>;
  /** The commands that started workflows, and may go on. */
  readonly commands: CommandOfJob[];
}

/** Starts each job of the plan when it is due. */
export async function startJobs(context: RunContext, { startMs, begun, commands }: Starting): Promise<void> {
  const start = async (job: Job, fromMs: number): Promise<void> => {
    context.signal.throwIfAborted();
    const waitMs = fromMs + (job.startAfterMs ?? 0) - performance.now();
    if (waitMs > 0) await elapse(waitMs, context.signal);
    const command = await startJob(context, job);
    if (command !== null) commands.push(command);
    begun.add(job.workflowId);
  };
  const groups = Map.groupBy(context.plan.workload, ({ startAfterFault }) => faultOf(context, startAfterFault));
  const starting = [...groups].map(async ([faultId, jobs]) => {
    if (faultId !== null) await untilHealed(context, faultId);
    const fromMs = faultId === null ? startMs : performance.now();
    const inTurn = jobs.toSorted((a, b) => (a.startAfterMs ?? 0) - (b.startAfterMs ?? 0));
    // A schedule takes its time, and would keep others waiting.
    const isScheduled = ({ bySchedule }: Job): boolean => bySchedule !== undefined;
    const scheduled = inTurn.filter((job) => isScheduled(job)).map((job) => start(job, fromMs));
    const others = inTurn.filter((job) => !isScheduled(job));
    await Promise.all([...scheduled, pMap(others, (job) => start(job, fromMs), { concurrency: STARTS_AT_ONCE })]);
  });
  await Promise.all(starting);
}

async function untilHealed(context: RunContext, faultId: string): Promise<void> {
  await waitFor(() => isHealed(context, faultId) || undefined, {
    what: `the fault ${faultId} to be healed`,
    // The limit of the phase comes first, which aborts the signal.
    limitMs: Number.POSITIVE_INFINITY,
    signal: context.signal,
    everyMs: POLL_MS,
  });
}
