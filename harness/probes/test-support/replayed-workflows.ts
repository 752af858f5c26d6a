import { condition, proxyActivities, workflowInfo } from '@temporalio/workflow';

/** A workflow that hears nothing any more: it loops without waiting for anything. */
export async function loops(): Promise<void> {
  for (;;);
}

/** A workflow that is complete with its first task. */
export async function ends(): Promise<void> {}

/** A workflow that waits for ever. */
export async function waits(): Promise<void> {
  await condition(() => false);
}

/** A workflow that schedules an activity with its first task. */
export async function acts(): Promise<void> {
  await proxyActivities<{ charge(): Promise<void> }>({ startToCloseTimeout: '1 minute' }).charge();
}

/** A workflow whose first task fails. */
export async function throws(): Promise<void> {
  throw new TypeError('The code is broken.');
}

/** A workflow that goes another way under another id, like one that names its children after itself. */
export async function knowsItsId(): Promise<void> {
  if (workflowInfo().workflowId !== 'knowsItsId-workflow') await condition(() => false);
}

/** A workflow that goes another way if it can't read its input. */
export async function reads(input: string): Promise<void> {
  if (input !== 'ring') await condition(() => false);
}
