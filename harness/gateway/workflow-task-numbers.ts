import type { Handout } from './call-facts.ts';
import { remember } from './remember.ts';

/**
 * The number of each workflow task within its workflow, from 1: one more than were completed before its dispatch.
 *
 * @remarks A task therefore keeps its number over all attempts, and its number doesn't depend on the event ids of a
 * run.
 */
export class WorkflowTaskNumbers {
  readonly #completed = new Map<string, number>();
  readonly #numbers = new Map<string, number>();

  /** The server has taken the completion of a workflow task, whether or not the worker hears of it. */
  completed(workflowId: string): void {
    const before = this.#completed.get(workflowId) ?? 0;
    this.#completed.delete(workflowId); // Moved to the end: the first to be forgotten is who was quiet for longest.
    remember(this.#completed, workflowId, before + 1);
  }

  /** Gives the task of that token its number, once. */
  learn({ token, query, facts }: Handout): void {
    if (query || facts.task !== 'workflow' || facts.workflowId === undefined) return;
    const key = keyOf(token);
    if (this.#numbers.has(key)) return;
    remember(this.#numbers, key, 1 + (this.#completed.get(facts.workflowId) ?? 0));
  }

  /** The number of the task that a token stands for; undefined if it is no workflow task, or came from elsewhere. */
  find(token: Uint8Array): number | undefined {
    return this.#numbers.get(keyOf(token));
  }
}

function keyOf(token: Uint8Array): string {
  return Buffer.from(token.buffer, token.byteOffset, token.byteLength).toString('latin1');
}
