// The smallest workflow: one activity. Run: npm run example greeting
import { proxyActivities } from '@temporalio/workflow';
import type { ExampleContext } from './example.ts';

/** Activities are plain functions. A worker runs them; they may call anything. */
export const activities = {
  async greet(name: string): Promise<string> {
    return `Hello, ${name}!`;
  },
};

const { greet } = proxyActivities<typeof activities>({ startToCloseTimeout: '10 seconds' });

/** A workflow is replayed after a crash, so it must be deterministic. It leaves everything else to activities. */
export async function greeting(name: string): Promise<string> {
  return await greet(name);
}

/** The client starts the workflow and waits for its result. */
export async function run({ client, taskQueue, workflowId, say }: ExampleContext): Promise<void> {
  say(await client.workflow.execute(greeting, { taskQueue, workflowId, args: ['Ada'] }));
}
