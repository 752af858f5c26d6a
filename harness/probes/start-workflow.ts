import { type Client, WithStartWorkflowOperation, type WorkflowStartOptions } from '@temporalio/client';
import type { Json } from '../model/json.ts';
import type { AskedAction, StartedJob } from '../model/probes.ts';
import { startOptions } from './start-options.ts';
import { awaitAnswer } from './update-workflow.ts';

/**
 * Starts a workflow, in one call with a signal or an update if there is one.
 *
 * @throws the errors of {@link awaitAnswer} for an update.
 */
export async function startWorkflow(
  client: Client,
  taskQueue: string,
  { job, action }: { readonly job: StartedJob; readonly action: AskedAction | null },
): Promise<void> {
  const { workflowType, workflowId, args } = job;
  const options: WorkflowStartOptions = {
    workflowId,
    args: [...args],
    taskQueue,
    // A job is one run: a workflow that was started before is not started again, even if the answer was lost.
    workflowIdReusePolicy: 'REJECT_DUPLICATE',
    ...startOptions(job.options),
  };
  if (action === null) await client.workflow.start(workflowType, options);
  else if (action.kind === 'signal') {
    const sent = { signal: action.name, signalArgs: [...action.args] };
    await client.workflow.signalWithStart(workflowType, { ...options, ...sent });
  } else {
    const started = { ...options, workflowIdConflictPolicy: 'USE_EXISTING' } as const;
    const startWorkflowOperation = new WithStartWorkflowOperation(workflowType, started);
    const known = action.updateId === undefined ? {} : { updateId: action.updateId };
    const asked = { startWorkflowOperation, args: action.args as [Json, ...Json[]], ...known };
    await awaitAnswer(action, () => client.workflow.executeUpdateWithStart(action.name, asked));
  }
}
