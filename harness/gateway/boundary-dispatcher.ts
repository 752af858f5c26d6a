import { HarnessError } from '../errors.ts';
import type { Boundary, Fate, Interceptor } from '../model/crash-point.ts';
import type { Journal } from '../model/journal.ts';

type End = 'released' | 'dropped' | 'lost';

interface Hold {
  readonly call: number;
  /** Ends the hold once; later ends of it change nothing. */
  readonly end: (state: End) => void;
}

/**
 * Has calls decided upon by an interceptor at every boundary, and holds those that it is not done with.
 *
 * @remarks Beside the holds of moments, on which it doesn't depend: a call goes on when both have let go.
 */
export class BoundaryDispatcher {
  readonly #journal: Journal;
  readonly #holds = new Set<Hold>();
  /** Calls that have reached a boundary and not ended. */
  readonly #reached = new Set<number>();
  #interceptor: Interceptor | null = null;

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  /** Whether a watcher is there; without one, the place of a call needn't be computed. */
  get isWatched(): boolean {
    return this.#interceptor !== null;
  }

  /** @throws HarnessError CHAOS_INTERNAL if there is an interceptor already. */
  intercept(interceptor: Interceptor): Disposable {
    if (this.#interceptor !== null) {
      const sentence = 'The gateway has an interceptor already. Dispose it first.';
      throw new HarnessError('CHAOS_INTERNAL', sentence);
    }
    this.#interceptor = interceptor;
    return { [Symbol.dispose]: () => this.#dispose(interceptor) };
  }

  /**
   * Reports that a call has reached boundaries, all on one side of it; the caller must await the returned promise
   * before the call goes on.
   */
  reached(boundaries: readonly Boundary[]): Promise<Fate> | undefined {
    const [first] = boundaries;
    if (this.#interceptor === null || first === undefined) return undefined;
    this.#reached.add(first.call);
    const decision = this.#interceptor.reached(boundaries);
    return decision === undefined ? undefined : this.#hold(boundaries, { call: first.call, decision });
  }

  /** Drops the hold of a call, because it has ended; true if there was one. */
  drop(call: number): boolean {
    const holds = [...this.#holds].filter((hold) => hold.call === call);
    for (const hold of holds) hold.end('dropped');
    return holds.length > 0;
  }

  /** Passes the end of a call on to the interceptor, if it has heard of it. */
  ended(call: number): void {
    if (this.#reached.delete(call)) this.#interceptor?.ended(call);
  }

  #hold(
    boundaries: readonly Boundary[],
    { call, decision }: { readonly call: number; readonly decision: Promise<Fate> },
  ): Promise<Fate> {
    const { promise, resolve, reject } = Promise.withResolvers<Fate>();
    const hold: Hold = {
      call,
      end: (state) => {
        if (!this.#holds.delete(hold)) return;
        this.#write(boundaries, state);
        resolve(state === 'lost' ? 'lose' : 'pass');
      },
    };
    this.#holds.add(hold);
    this.#write(boundaries, 'held');
    decision.then((fate) => hold.end(fate === 'lose' ? 'lost' : 'released'), reject);
    return promise;
  }

  #dispose(interceptor: Interceptor): void {
    if (this.#interceptor !== interceptor) return;
    this.#interceptor = null;
    this.#reached.clear();
    for (const hold of this.#holds) hold.end('released');
  }

  #write(boundaries: readonly Boundary[], state: 'held' | End): void {
    for (const { call, component, incarnation, method, workflowId, activityType, place } of boundaries) {
      const whose = { workflowId, ...(activityType === undefined ? {} : { activityType }) };
      const { side } = place;
      this.#journal.write({ kind: 'held', call, component, incarnation, side, method, state, ...whose, place });
    }
  }
}
