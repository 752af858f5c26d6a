// An activity that fails twice: Temporal tries again. Run: npm run example greeting-with-retry
import { ApplicationFailure, proxyActivities } from '@temporalio/workflow';
import type { ExampleContext } from './example.ts';

let calls = 0;

export const activities = {
  /** Fails twice, as a service that is restarting does. */
  async greet(name: string): Promise<string> {
    calls += 1;
    if (calls < 3) throw new Error(`The greeter is not ready (call ${calls}).`);
    return `Hello, ${name}! (call ${calls})`;
  },

  /** Fails for good: no later attempt could help, so Temporal makes none. */
  async greetNobody(): Promise<string> {
    throw ApplicationFailure.nonRetryable('There is no name to greet.', 'NoName');
  },
};

const { greet, greetNobody } = proxyActivities<typeof activities>({
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '200 milliseconds', backoffCoefficient: 2, maximumAttempts: 5 },
});

/** The workflow knows nothing of the attempts: it only sees the result, or the last failure. */
export async function greetingWithRetry(name: string | null): Promise<string> {
  return name === null ? await greetNobody() : await greet(name);
}

export async function run({ client, taskQueue, workflowId, say }: ExampleContext): Promise<void> {
  say(await client.workflow.execute(greetingWithRetry, { taskQueue, workflowId, args: ['Ada'] }));
  const failing = await client.workflow.start(greetingWithRetry, {
    taskQueue,
    workflowId: `${workflowId}-nobody`,
    args: [null],
  });
  const failure: unknown = await failing.result().catch((error: unknown) => error);
  say(`Without a name: ${innermost(failure)}`);
}

/** The message of the first cause: a failed workflow wraps the failed activity, which wraps its error. */
function innermost(failure: unknown): string {
  if (!(failure instanceof Error)) return String(failure);
  return failure.cause instanceof Error ? innermost(failure.cause) : failure.message;
}
