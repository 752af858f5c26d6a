import type { Journal } from '../model/journal.ts';
import type { ConnectionEnd } from './relay-observer.ts';
import type { Holder } from './task-registry.ts';

/** Whose a connection is, and which of its links it came by; if left out, that to Temporal. */
export interface ConnectionOwner extends Holder {
  readonly link?: string;
  /** It leads to a service that the run did not start, whose connections break for reasons that are no fault's. */
  readonly beyond?: boolean;
}

/** Knows which incarnations have connections open, and journals their opening and end. */
export class ConnectionTracker {
  readonly #journal: Journal;
  readonly #open = new Map<string, number>();
  readonly #waiting = new Map<string, Set<() => void>>();

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  opened(owner: ConnectionOwner): void {
    const key = keyOf(owner);
    this.#open.set(key, (this.#open.get(key) ?? 0) + 1);
    this.#write(owner, 'opened');
  }

  /**
   * Books the end of a connection, once all its calls are over.
   *
   * @param lost - calls, polls left out, that were in flight and now never end; an end that loses work is no orderly
   * one, but for HTTP/1.1, where it is how a client takes a request back
   */
  closed(owner: ConnectionOwner, end: ConnectionEnd, lost: number): void {
    const takenBack = end.by === 'gateway' || isHttp(owner);
    const excused = owner.beyond === true && (isHttp(owner) || end.by === 'upstream');
    const broken = !excused && (end.error !== undefined || (lost > 0 && !takenBack));
    const reason = `${end.by} went first${end.error === undefined ? '' : `: ${end.error.message}`}; calls lost: ${lost}`;
    this.#write(owner, broken ? 'broken' : 'closed', reason);
    const key = keyOf(owner);
    const left = (this.#open.get(key) ?? 1) - 1;
    if (left > 0) {
      this.#open.set(key, left);
      return;
    }
    this.#open.delete(key);
    for (const resolve of this.#waiting.get(key) ?? []) resolve();
    this.#waiting.delete(key);
  }

  /** Whether an incarnation has a connection now, on any link. */
  isOpen(owner: Holder): boolean {
    return this.#open.has(keyOf(owner));
  }

  /** Resolves once the incarnation has no connection; rejects with the signal's reason when it aborts. */
  async allClosed(owner: Holder, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (!this.isOpen(owner)) return;
    const key = keyOf(owner);
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    const closed = (): void => resolve(undefined);
    const abort = (): void => reject(signal.reason);
    const waiting = this.#waiting.get(key) ?? new Set();
    this.#waiting.set(key, waiting.add(closed));
    signal.addEventListener('abort', abort, { once: true });
    try {
      await promise;
    } finally {
      signal.removeEventListener('abort', abort);
      waiting.delete(closed);
    }
  }

  #write(owner: ConnectionOwner, change: 'opened' | 'closed' | 'broken', reason?: string): void {
    const link = `${owner.link ?? 'temporal'}@${owner.component}`;
    const because = reason === undefined ? {} : { reason };
    this.#journal.write({ kind: 'connection', link, incarnation: owner.incarnation, change, ...because });
  }
}

function isHttp({ link = 'temporal' }: ConnectionOwner): boolean {
  return link !== 'temporal';
}

function keyOf({ component, incarnation }: Holder): string {
  return `${component}.${incarnation}`;
}
