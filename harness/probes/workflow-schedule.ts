import { type Client, ScheduleNotFoundError } from '@temporalio/client';
import type { BySchedule } from '../model/by-schedule.ts';
import type { StartedJob } from '../model/probes.ts';
import { startOptions } from './start-options.ts';

/** What a schedule starts, and how. */
export interface WantedSchedule {
  readonly job: Omit<StartedJob, 'request'>;
  readonly how: BySchedule;
}

/** Makes a schedule under the id of its job. It fires as often as it starts workflows, and no more. */
export async function createSchedule(client: Client, taskQueue: string, { job, how }: WantedSchedule): Promise<void> {
  const { workflowType, workflowId, args } = job;
  const { everyMs, executions = 1, overlap = 'SKIP', catchupWindowMs } = how;
  // A schedule takes neither: the plan has none of them.
  const { startDelay: _delay, cronSchedule: _cron, ...options } = startOptions(job.options);
  await client.schedule.create({
    scheduleId: workflowId,
    spec: everyMs === undefined ? {} : { intervals: [{ every: everyMs }] },
    action: { type: 'startWorkflow', workflowType, workflowId, args: [...args], taskQueue, ...options },
    policies: { overlap, ...(catchupWindowMs === undefined ? {} : { catchupWindow: catchupWindowMs }) },
    state: everyMs === undefined ? { triggerImmediately: true } : { remainingActions: executions },
  });
}

/** Deletes a schedule; one that is not there is no error. */
export async function deleteSchedule(client: Client, scheduleId: string): Promise<void> {
  try {
    await client.schedule.getHandle(scheduleId).delete();
  } catch (error) {
    if (!(error instanceof ScheduleNotFoundError)) throw error;
  }
}
