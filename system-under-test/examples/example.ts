import type { Client } from '@temporalio/client';

/** What an example needs of its surroundings. */
export interface ExampleContext {
  readonly client: Client;
  readonly taskQueue: string;
  /** An id that no other run of an example has. */
  readonly workflowId: string;
  /** Prints a line. */
  readonly say: (line: string) => void;
}

/** An example: a file whose other exports are its workflows. */
export interface Example {
  /** The activities that its worker offers. */
  readonly activities: Readonly<Record<string, (...args: never[]) => Promise<unknown>>>;
  /** The part of the client: starts the workflow and shows what happens. */
  run(context: ExampleContext): Promise<void>;
}
