import type { Handout } from './call-facts.ts';
import type { NamedExecution } from './execution-names.ts';
import { remember } from './remember.ts';

/**
 * The number of each workflow task within its run, from 1: one more than were completed before its dispatch.
 *
 * @remarks A task therefore keeps its number over all attempts, and its number doesn't depend on the event ids of a
 * run. One that the server discards, because it did nothing but reject updates, counts too: else two tasks had one name.
 * The server may dispatch a task before its answer to the completion of the last one is here, so that the last one is
 * named by the dispatch itself.
 */
export class WorkflowTaskNumbers {
  readonly #completed = new Map<string, number>();
  readonly #numbers = new Map<string, number>();
  readonly #started = new Map<string, number>();

  /** The server has taken the completion of a workflow task, whether or not the worker hears of it. */
  completed(execution: NamedExecution): void {
    const key = runKeyOf(execution);
    const before = this.#completed.get(key) ?? 0;
    this.#completed.delete(key); // Moved to the end: the first to be forgotten is who was quiet for longest.
    remember(this.#completed, key, before + 1);
  }

  /** Gives the task of that token its number, once. */
  learn({ token, query, facts, previousStartedEventId }: Handout): void {
    if (query || facts.task !== 'workflow' || facts.workflowId === undefined) return;
    const key = keyOf(token);
    if (this.#numbers.has(key)) return;
    const run = runKeyOf(facts);
    const last = this.#started.get(startOf(run, previousStartedEventId)) ?? 0;
    const number = 1 + Math.max(last, this.#completed.get(run) ?? 0);
    remember(this.#numbers, key, number);
    if (facts.startedEventId !== undefined) remember(this.#started, startOf(run, facts.startedEventId), number);
  }

  /** The number of the task that a token stands for; undefined if it is no workflow task, or came from elsewhere. */
  find(token: Uint8Array): number | undefined {
    return this.#numbers.get(keyOf(token));
  }
}

function keyOf(token: Uint8Array): string {
  return Buffer.from(token.buffer, token.byteOffset, token.byteLength).toString('latin1');
}

function startOf(run: string, startedEventId: string | undefined): string {
  return `${run} ${startedEventId ?? ''}`;
}

function runKeyOf({ workflowId, runId }: NamedExecution): string {
  return JSON.stringify([workflowId, runId]);
}
