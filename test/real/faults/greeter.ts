import { Client, Connection } from '@temporalio/client';
import type { ChaosConfig } from '../../../harness/model/config.ts';
import type { StackUnderTest } from '../../../harness/stack/test-support/stack-fixture.ts';
import { waitFor } from '../../../harness/wait.ts';
import { testTimeouts } from '../../../scenarios/workloads/test-timeouts.ts';

/** How large a greeting is in each direction, and how long it takes. */
export interface Greeting {
  readonly bytes?: number;
  readonly durationMs?: number;
}

/** Gives the system small pieces of work: workflows of one activity. */
export class Greeter implements AsyncDisposable {
  readonly #under: StackUnderTest;
  readonly #config: ChaosConfig;
  readonly #client: Client;
  #count = 0;

  private constructor(under: StackUnderTest, config: ChaosConfig, client: Client) {
    this.#under = under;
    this.#config = config;
    this.#client = client;
  }

  static async connect(under: StackUnderTest, config: ChaosConfig): Promise<Greeter> {
    const connection = await Connection.connect({ address: under.stack.addresses.temporal });
    return new Greeter(under, config, new Client({ connection, namespace: config.namespace }));
  }

  /** Has one greeting made, to its end. */
  async greet({ bytes = 3, durationMs = 0 }: Greeting = {}): Promise<void> {
    this.#count += 1;
    await this.#client.workflow.execute('greeting', {
      taskQueue: this.#config.taskQueue,
      workflowId: `greeting-${this.#count}`,
      args: [{ name: 'x'.repeat(bytes), durationMs }, testTimeouts],
    });
  }

  /** How long the slowest of a few greetings takes, in milliseconds. */
  async measure(): Promise<number> {
    let slowestMs = 0;
    for (let index = 0; index < 3; index += 1) {
      const startMs = performance.now();
      await this.greet();
      slowestMs = Math.max(slowestMs, performance.now() - startMs);
    }
    return slowestMs;
  }

  /** Resolves once the workers have so many activities in their hands. */
  async untilHeld(activities: number): Promise<void> {
    const look = (): true | undefined => {
      const held = this.#under.stack.gateway.heldTasks().filter(({ task }) => task === 'activity');
      return held.length >= activities ? true : undefined;
    };
    const { signal } = new AbortController();
    await waitFor(look, { what: 'activities in hand', limitMs: 5000, signal, everyMs: 10 });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#client.connection.close();
  }
}
