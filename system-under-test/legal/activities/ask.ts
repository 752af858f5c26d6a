import { CompleteAsyncError } from '@temporalio/activity';
import {
  ActivityNotFoundError,
  type Client,
  WorkflowExecutionAlreadyStartedError,
  WorkflowUpdateFailedError,
} from '@temporalio/client';

/** An activity of a workflow, by ids of the system's own. */
export type ActivityAddress = { readonly workflowId: string; readonly activityId: string };

/** The activities that ask Temporal itself, as any client of it may. Each can be asked again. */
export type AskActivities = {
  /** Is completed by another, by its id. */
  awaitApproval(): Promise<string>;
  /** Completes an activity of another worker, by its id. */
  approve(address: ActivityAddress): Promise<void>;
  /** Sends a workflow an update and waits for its end. */
  update(input: { readonly workflowId: string; readonly amount: number }): Promise<string>;
  /** Signals a mailbox, which is started if there is none. */
  postLetter(input: { readonly workflowId: string; readonly order: string }): Promise<void>;
  /** Takes a workflow back to its beginning. */
  reset(input: { readonly workflowId: string }): Promise<void>;
};

export function askActivities(client: Client, taskQueue: string): AskActivities {
  return {
    awaitApproval: () => Promise.reject(new CompleteAsyncError()),
    approve: (address) => approve(client, address),
    async update({ workflowId, amount }) {
      const options = { args: [amount] as [number], updateId: `${workflowId}-pay-${amount}` };
      try {
        return await client.workflow.getHandle(workflowId).executeUpdate<string, [number]>('pay', options);
      } catch (error) {
        if (error instanceof WorkflowUpdateFailedError) return 'refused';
        throw error;
      }
    },
    async postLetter({ workflowId, order }) {
      const signal = {
        signal: 'letter',
        signalArgs: [] as [],
        args: [order] as [string],
        workflowTaskTimeout: '2s',
      } as const;
      const start = { workflowId, taskQueue, workflowIdReusePolicy: 'REJECT_DUPLICATE', ...signal } as const;
      await client.workflow.signalWithStart('mailbox', start).catch((error: unknown) => {
        // An attempt that comes so late that the mailbox is closed: an earlier one has posted the letter.
        if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
      });
    },
    reset: ({ workflowId }) => reset(client, workflowId),
  };
}

async function approve(client: Client, address: ActivityAddress): Promise<void> {
  try {
    await client.activity.heartbeat(address, 'seen');
    await client.activity.complete(address, 'approved');
  } catch (error) {
    // It is over: an earlier attempt has approved.
    if (error instanceof ActivityNotFoundError && !(await isPending(client, address))) return;
    throw error;
  }
}

async function isPending(client: Client, { workflowId, activityId }: ActivityAddress): Promise<boolean> {
  const { raw } = await client.workflow.getHandle(workflowId).describe();
  return (raw.pendingActivities ?? []).some((activity) => activity.activityId === activityId);
}

/** The server knows a repeated request by its id, and resets once. */
async function reset(client: Client, workflowId: string): Promise<void> {
  const { events } = await client.workflow.getHandle(workflowId).fetchHistory();
  const first = (events ?? []).find((event) => Boolean(event.workflowTaskCompletedEventAttributes))?.eventId ?? null;
  if (first === null) throw new Error(`Expected ${workflowId} to have begun, but it has not. Temporal tries it again.`);
  await client.workflowService.resetWorkflowExecution({
    namespace: client.options.namespace,
    workflowExecution: { workflowId },
    workflowTaskFinishEventId: first,
    reason: 'It is done once more from its beginning.',
    requestId: `${workflowId}-reset`,
  });
}
