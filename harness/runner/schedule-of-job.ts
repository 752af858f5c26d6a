import { HarnessError, messageWithCause } from '../errors.ts';
import { type BySchedule, scheduleLimitMs } from '../model/by-schedule.ts';
import { count } from '../model/count.ts';
import type { Job } from '../model/plan.ts';
import { elapse } from '../wait.ts';
import { clientOperation } from './client-operation.ts';
import type { RunContext } from './run-context.ts';
import { StartsOfJob } from './starts-of-job.ts';

/** How often Temporal is searched for what the schedule has started, in milliseconds. */
const SEARCH_EVERY_MS = 250;
/** How long visibility may lag behind once the schedule is gone, in milliseconds. */
const LAG_MS = 2000;
/** How long its deletion is tried while a server is away, in milliseconds. */
const DELETE_LIMIT_MS = 30_000;

type ScheduleContext = Pick<RunContext, 'journal' | 'probes' | 'signal'>;

/** A schedule that did not start in time what it should: Temporal fires it, so that no system is accused by it. */
class TooFewStarted extends Error {}

/**
 * Starts the workflows of a job by a schedule: makes it, waits until it has started them all, and deletes it in any case.
 *
 * @remarks If some are missing, the outcome of the start is unknown. Those that are there are judged.
 * @throws HarnessError CHAOS_SCHEDULE_REFUSED if Temporal refuses it: the harness asks for it, and no system does.
 */
export async function startBySchedule(context: ScheduleContext, job: Job, bySchedule: BySchedule): Promise<void> {
  const { workflows } = context.probes;
  const starts = new StartsOfJob(context, job);
  let refusal: HarnessError | null = null;
  await clientOperation(context, {
    action: 'start',
    workflowId: job.workflowId,
    run: () => started(context, { job, bySchedule, starts }),
    outcomeUnknown: (error) => {
      const isRefused = !(error instanceof TooFewStarted) && !workflows.outcomeUnknown(error);
      if (isRefused) refusal = refused(job, error);
      return true;
    },
    more: () => ({ started: [...starts.ids()] }),
  });
  if (refusal !== null) throw refusal;
  await starts.journalChosen();
}

function refused({ workflowId }: Job, cause: unknown): HarnessError {
  const sentence = `Temporal refused the schedule "${workflowId}": ${messageWithCause(cause)}.`;
  const advice =
    'Correct `bySchedule` and what the job is started with, let the key make schedules, or delete one of that id.';
  return new HarnessError('CHAOS_SCHEDULE_REFUSED', `${sentence} ${advice}`, { cause });
}

interface Scheduled {
  readonly job: Job;
  readonly bySchedule: BySchedule;
  readonly starts: StartsOfJob;
}

/** @throws the error of its making, or TooFewStarted, if something is missing once it is deleted */
async function started(context: ScheduleContext, { job, bySchedule, starts }: Scheduled): Promise<void> {
  const { workflows } = context.probes;
  const limitMs = scheduleLimitMs(bySchedule);
  const isMade = workflows.schedule(job, bySchedule);
  // One that was refused is not there. Any other may be, though its making failed.
  const isThere = await isMade.then(
    () => true,
    (error: unknown) => workflows.outcomeUnknown(error),
  );
  if (!isThere) return isMade;
  const areAll = await isMade.then(
    () => searched(context, starts, limitMs),
    () => false,
  );
  await deleted(context, job.workflowId);
  if (areAll || (await searched(context, starts, LAG_MS))) return;
  await isMade;
  const { executions = 1 } = bySchedule;
  const sentence = `The schedule "${job.workflowId}" was seen to start ${starts.ids().length} of ${count(executions, 'workflow')} in ${limitMs} ms.`;
  throw new TooFewStarted(sentence);
}

/** Whether all are found within the limit; false as well if the run is aborted. */
async function searched({ signal }: ScheduleContext, starts: StartsOfJob, limitMs: number): Promise<boolean> {
  const endMs = performance.now() + limitMs;
  for (;;) {
    if (await starts.search()) return true;
    if (signal.aborted || performance.now() >= endMs) return false;
    await elapse(SEARCH_EVERY_MS, signal).catch(() => undefined);
  }
}

/** Tries it once more after the run was aborted; on a Temporal that outlives the run, the reaper deletes it then. */
async function deleted({ probes, signal }: ScheduleContext, scheduleId: string): Promise<void> {
  const endMs = performance.now() + DELETE_LIMIT_MS;
  const isDeleted = (): Promise<boolean> =>
    probes.workflows.unschedule(scheduleId).then(
      () => true,
      () => false,
    );
  while (!(await isDeleted())) {
    if (signal.aborted || performance.now() >= endMs) return;
    await elapse(SEARCH_EVERY_MS, signal).catch(() => undefined);
  }
}
