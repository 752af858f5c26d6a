import { HarnessError } from '../errors.ts';
import type { Journal } from '../model/journal.ts';
import { type CallMoment, describeMoment } from '../model/moment.ts';
import type { HeldCall } from '../model/stack.ts';
import { type CallSite, momentMatches } from './moment-matches.ts';

interface Armed {
  readonly moment: CallMoment;
  readonly signal: AbortSignal;
  /** How many calls have reached the place so far. */
  seen: number;
  readonly resolve: (held: HeldCall) => void;
  readonly reject: (reason: unknown) => void;
}

interface Hold {
  readonly site: CallSite;
  /** Ends the hold once; later ends of it change nothing. */
  readonly end: (state: 'released' | 'dropped') => void;
}

/**
 * Holds calls at moments until they are released, or dropped because their connection is gone.
 *
 * @remarks Each hold counts and ends on its own, so that what one fault waits for doesn't depend on the others. A call
 * at which several holds meet goes on when the last of them has let go.
 */
export class CallHolds {
  readonly #journal: Journal;
  readonly #armed = new Set<Armed>();
  readonly #holds = new Set<Hold>();

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  /** Resolves with the first call that reaches the moment, held there; counting begins now. */
  arm(moment: CallMoment, signal: AbortSignal): Promise<HeldCall> {
    const { promise, resolve, reject } = Promise.withResolvers<HeldCall>();
    if (signal.aborted) {
      reject(signal.reason);
      return promise;
    }
    const armed: Armed = { moment, signal, seen: 0, resolve, reject };
    this.#armed.add(armed);
    const giveUp = (): void => {
      if (this.#armed.delete(armed)) reject(signal.reason);
    };
    signal.addEventListener('abort', giveUp, { once: true });
    return promise.finally(() => {
      signal.removeEventListener('abort', giveUp);
    });
  }

  /**
   * Reports that a call has reached one of its sides; the caller must await the returned promise before the call goes
   * on.
   */
  reached(site: CallSite): Promise<void> | undefined {
    if (this.#armed.size === 0) return undefined;
    const hits = [...this.#armed].filter((armed) => momentMatches(armed.moment, site) && isDue(armed));
    if (hits.length === 0) return undefined;
    return Promise.all(hits.map((armed) => this.#hold(armed, site))).then(() => undefined);
  }

  /** Drops every hold of a call, because it has ended; true if there was one. */
  drop(call: number): boolean {
    const holds = [...this.#holds].filter((hold) => hold.site.call === call);
    for (const hold of holds) hold.end('dropped');
    return holds.length > 0;
  }

  /** Gives up every moment that is still waited for. */
  close(): void {
    for (const armed of this.#armed) {
      const sentence = `Expected ${describeMoment(armed.moment)}, but the gateway was closed first. Look in the journal for the calls that came.`;
      armed.reject(new HarnessError('CHAOS_MOMENT_MISSED', sentence));
    }
    this.#armed.clear();
  }

  #hold(armed: Armed, site: CallSite): Promise<void> {
    this.#armed.delete(armed);
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const release = (): void => hold.end('released');
    const hold: Hold = {
      site,
      end: (state) => {
        if (!this.#holds.delete(hold)) return;
        armed.signal.removeEventListener('abort', release);
        this.#write(site, state);
        resolve(undefined);
      },
    };
    this.#holds.add(hold);
    armed.signal.addEventListener('abort', release, { once: true });
    this.#write(site, 'held');
    const { component, incarnation, method, facts } = site;
    const { workflowId, activityType } = facts;
    armed.resolve({ component, incarnation, method, workflowId, activityType, release });
    return promise;
  }

  #write(
    { call, component, incarnation, side, method, facts }: CallSite,
    state: 'held' | 'released' | 'dropped',
  ): void {
    const { workflowId, activityType } = facts;
    this.#journal.write({
      kind: 'held',
      call,
      component,
      incarnation,
      side,
      method,
      state,
      ...(workflowId === undefined ? {} : { workflowId }),
      ...(activityType === undefined ? {} : { activityType }),
    });
  }
}

function isDue(armed: Armed): boolean {
  armed.seen += 1;
  return armed.seen === armed.moment.nth;
}
