import { type Client, WorkflowUpdateFailedError } from '@temporalio/client';
import type { Json } from '../model/json.ts';
import type { AskedAction } from '../model/probes.ts';

/** An update completed that was to be refused, or to fail. */
export class UnexpectedUpdate extends Error {
  override readonly name = 'UnexpectedUpdate';
}

/** Whether an error is the workflow's own answer to an update, so that its outcome is known. */
export function isAnswerToUpdate(error: unknown): boolean {
  return error instanceof WorkflowUpdateFailedError || error instanceof UnexpectedUpdate;
}

/**
 * Sends a workflow an update and waits for its answer.
 *
 * @throws WorkflowUpdateFailedError if it is refused or fails, and must not; UnexpectedUpdate if it completes, and must
 * not.
 */
export async function updateWorkflow(
  client: Client,
  workflowId: string,
  { name, args, outcome, updateId }: Pick<AskedAction, 'name' | 'args' | 'outcome' | 'updateId'>,
): Promise<void> {
  const handle = client.workflow.getHandle(workflowId);
  const known = updateId === undefined ? {} : { updateId };
  const [first, ...rest] = args;
  await awaitAnswer({ name, outcome }, () =>
    first === undefined
      ? handle.executeUpdate(name, known)
      : handle.executeUpdate<unknown, [Json, ...Json[]]>(name, { ...known, args: [first, ...rest] }),
  );
}

/**
 * Waits for the answer to an update, which must be that of the plan.
 *
 * @throws WorkflowUpdateFailedError if it is refused or fails, and must not; UnexpectedUpdate if it completes, and must
 * not.
 */
export async function awaitAnswer(
  { name, outcome }: Pick<AskedAction, 'name' | 'outcome'>,
  answered: () => Promise<unknown>,
): Promise<void> {
  try {
    await answered();
  } catch (error) {
    if (outcome !== undefined && error instanceof WorkflowUpdateFailedError) return;
    throw error;
  }
  if (outcome !== undefined) throw new UnexpectedUpdate(`The update ${name} completed. Expected it to be ${outcome}.`);
}
