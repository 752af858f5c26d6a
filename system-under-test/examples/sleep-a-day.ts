// A workflow that sleeps for 24 hours, without the wait. Run: npm run example sleep-a-day
import { sleep, type WorkflowInterceptors } from '@temporalio/workflow';
import type { ExampleContext } from './example.ts';

export const activities = {};

/** The sleep is a timer of the server: it outlives workers, and no worker is busy with it. */
export async function sleepADay(): Promise<{ readonly from: string; readonly to: string }> {
  const from = new Date().toISOString();
  await sleep('24 hours');
  return { from, to: new Date().toISOString() };
}

const SPEED = 17_280;

/**
 * The clock of this example, for servers that cannot skip time: every timer is 17 280 times as short.
 *
 * @remarks 24 hours take 5 seconds. The workflow stays as it is; a test must not need another workflow.
 */
export const interceptors = (): WorkflowInterceptors => ({
  outbound: [{ startTimer: (input, next) => next({ ...input, durationMs: Math.ceil(input.durationMs / SPEED) }) }],
});

export async function run({ client, taskQueue, workflowId, say }: ExampleContext): Promise<void> {
  const startMs = performance.now();
  const { from, to } = await client.workflow.execute(sleepADay, { taskQueue, workflowId });
  const seconds = (Date.parse(to) - Date.parse(from)) / 1000;
  say(`The workflow slept for 24 hours: ${seconds.toFixed(0)} s by its clock.`);
  say(`You waited for ${((performance.now() - startMs) / 1000).toFixed(0)} s.`);
}
