// A client asks a running workflow where it is, and sends it on. Run: npm run example greeting-with-query
import { condition, defineQuery, defineSignal, proxyActivities, setHandler } from '@temporalio/workflow';
import type { ExampleContext } from './example.ts';

export const activities = {
  async greet(name: string): Promise<string> {
    return `Hello, ${name}!`;
  },
};

const { greet } = proxyActivities<typeof activities>({ startToCloseTimeout: '10 seconds' });

/** Where the greeting is. */
export type GreetingStatus = 'waiting for a name' | 'greeting' | 'done';

export const status = defineQuery<GreetingStatus>('status');
export const name = defineSignal<[string]>('name');

/** A query only reads: it changes nothing, and it is answered after the end of the workflow too. */
export async function greetingWithQuery(): Promise<string> {
  let now: GreetingStatus = 'waiting for a name';
  let given: string | undefined;
  setHandler(status, () => now);
  setHandler(name, (value) => void (given ??= value));
  await condition(() => given !== undefined);
  now = 'greeting';
  const words = await greet(given ?? '');
  now = 'done';
  return words;
}

export async function run({ client, taskQueue, workflowId, say }: ExampleContext): Promise<void> {
  const handle = await client.workflow.start(greetingWithQuery, { taskQueue, workflowId });
  say(`status: ${await handle.query(status)}`);
  await handle.signal(name, 'Ada');
  say(await handle.result());
  say(`status: ${await handle.query(status)}`);
}
