import { actionWithStart, type Job } from '../model/plan.ts';
import { askedOf, clientOperation, type OperationContext } from './client-operation.ts';
import { type CommandContext, CommandOfJob } from './command-of-job.ts';
import { startBySchedule } from './schedule-of-job.ts';

/**
 * Starts a workflow, with the action that goes with its start in one call, or has its command or a schedule do so; each is
 * journalled.
 *
 * @param letStart - holds the request of a command for the workflow; if left out, nothing does
 * @returns the command, which may go on; null if there is none
 */
export async function startJob(
  context: CommandContext,
  job: Job,
  letStart?: () => Promise<void>,
): Promise<CommandOfJob | null> {
  if (job.start !== undefined) return CommandOfJob.begin(context, job, letStart);
  if (job.bySchedule === undefined) await startByClient(context, job);
  else await startBySchedule(context, job, job.bySchedule);
  return null;
}

async function startByClient(context: OperationContext, job: Job): Promise<void> {
  const { workflowId } = job;
  const { workflows } = context.probes;
  const action = actionWithStart(job);
  let starting: Promise<void> | undefined;
  const run = (): Promise<void> => {
    starting ??= action === undefined ? workflows.start(job) : workflows.start(job, askedOf(job, action));
    return starting;
  };
  const start = clientOperation(context, { action: 'start', workflowId, run });
  const index = action === undefined ? undefined : job.actions.indexOf(action);
  const also =
    action === undefined || index === undefined
      ? []
      : [clientOperation(context, { action: action.kind, workflowId, index, run })];
  await Promise.all([start, ...also]);
}
