import type { Journal } from '../model/journal.ts';
import type { Component, Stack } from '../model/stack.ts';
import { elapse } from '../wait.ts';
import { isFaultInForce } from './fault-in-force.ts';

/** How often the servers are asked while a fault is in force, in milliseconds. */
const WATCH_EVERY_MS = 250;
/** How often before that: each look costs the machine a connection to every server. */
const CALM_EVERY_MS = 1000;

/**
 * Asks every server, by the harness's own way, whether it answers, and journals the answers.
 *
 * @remarks Neither an injection, nor a healing, nor a held call waits for an answer. A server that takes its time
 * is asked again once it has answered or been given up; the others are asked meanwhile.
 */
export class ServerWatch {
  readonly #stack: Pick<Stack, 'components'>;
  readonly #journal: Journal;
  readonly #asked = new Map<string, Promise<void>>();

  constructor({ stack, journal }: { readonly stack: Pick<Stack, 'components'>; readonly journal: Journal }) {
    this.#stack = stack;
    this.#journal = journal;
  }

  /** Asks, now, each server that isn't being asked. */
  look(): void {
    for (const component of this.#stack.components()) {
      if (component.role !== 'worker' && !this.#asked.has(component.name)) this.#ask(component);
    }
  }

  /**
   * Looks again and again until the promise settles or the signal aborts, then once more, and waits for the answers.
   */
  async until(over: Promise<unknown>, signal: AbortSignal): Promise<void> {
    const end = new AbortController();
    const settled = (): void => end.abort();
    over.then(settled, settled);
    const either = AbortSignal.any([end.signal, signal]);
    let lastMs = Number.NEGATIVE_INFINITY;
    while (!either.aborted) {
      const everyMs = isFaultInForce(this.#journal) ? WATCH_EVERY_MS : CALM_EVERY_MS;
      if (this.#journal.nowMs() - lastMs >= everyMs) {
        lastMs = this.#journal.nowMs();
        this.look();
      }
      await elapse(WATCH_EVERY_MS, either).catch(() => undefined);
    }
    if (!signal.aborted) this.look();
    await Promise.all(this.#asked.values());
  }

  #ask(component: Component): void {
    const asked = component
      .probe()
      .catch((error: unknown) => {
        this.#journal.write({ kind: 'note', message: `${component.name} could not be asked: ${String(error)}` });
      })
      .finally(() => this.#asked.delete(component.name));
    this.#asked.set(component.name, asked);
  }
}
