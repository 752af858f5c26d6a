import type { Boundary, Fate, Interceptor } from '../../model/crash-point.ts';
import { placeKey } from '../../model/crash-point.ts';
import type { Cut } from './cut.ts';
import type { ProgressNames } from './progress-names.ts';

/** The point of a followed workflow is reached: its call is held and everything before it has happened. */
export interface Arrival {
  readonly boundary: Pick<Boundary, 'call' | 'workflowId' | 'place' | 'atMs'>;
  /** When it was reached, on the journal's clock. */
  readonly atMs: number;
  /** When its call came and was held, which is no later. */
  readonly heldMs: number;
}

/** One workflow that is followed from boundary to boundary. */
export interface Followed {
  readonly workflowId: string;
  /** Every boundary that it reached, in order. */
  readonly seen: readonly Boundary[];
  /** When its first call was held at or after the point; null while none is. */
  readonly firstHoldMs: number | null;
  /** The boundary at its point; null until the workflow is there. */
  readonly arrival: Arrival | null;
  /** Whether it can't reach its point any more. */
  readonly spent: boolean;
  /** Called at each boundary, once its call is no longer held. */
  onPassed: ((boundary: Boundary) => void) | null;
  /** Called once, when the point is reached. */
  onArrival: (() => void) | null;
  /**
   * Sets the next cut, from now on; null lets every call pass. Held calls are let go, the one at the point with this
   * fate.
   */
  open(fate: Fate, next?: Cut | null): void;
}

interface Hold {
  readonly workflowId: string;
  readonly boundaries: readonly Boundary[];
  readonly atPoint: boolean;
  readonly settle: (fate: Fate) => void;
}

class Following implements Followed {
  readonly workflowId: string;
  readonly seen: Boundary[] = [];
  readonly holds = new Map<number, Hold>();
  firstHoldMs: number | null = null;
  arrival: Arrival | null = null;
  onPassed: ((boundary: Boundary) => void) | null = null;
  onArrival: (() => void) | null = null;
  #cut: Cut | null;
  #target: Boundary | null = null;

  constructor(workflowId: string, cut: Cut | null) {
    this.workflowId = workflowId;
    this.#cut = cut;
  }

  get spent(): boolean {
    return this.#cut?.spent ?? false;
  }

  reached(boundaries: readonly Boundary[]): Promise<Fate> | undefined {
    this.seen.push(...boundaries);
    const cut = this.#cut;
    if (cut === null) {
      this.passed(boundaries);
      return undefined;
    }
    const before = cut.held;
    const decision = cut.decide(boundaries.map(({ place }) => placeKey(place)));
    const atPoint = !before && cut.held;
    const [first] = boundaries;
    if (atPoint) this.#target = boundaries.find(({ place }) => cut.isPoint(placeKey(place))) ?? null;
    const held = decision === 'hold' ? this.#hold(boundaries, atPoint) : undefined;
    if (decision === 'pass') this.passed(boundaries);
    if (cut.reached && this.arrival === null && this.#target !== null && first !== undefined) {
      this.arrival = { boundary: this.#target, atMs: first.atMs, heldMs: this.#target.atMs };
      this.onArrival?.();
    }
    return held;
  }

  passed(boundaries: readonly Boundary[]): void {
    for (const boundary of boundaries) this.onPassed?.(boundary);
  }

  ended(call: number): void {
    const hold = this.holds.get(call);
    if (hold === undefined) return;
    this.holds.delete(call);
    this.passed(hold.boundaries);
  }

  open(fate: Fate, next: Cut | null = null): void {
    this.#cut = next;
    this.#target = null;
    this.arrival = null;
    this.firstHoldMs = null;
    for (const [call, hold] of Array.from(this.holds)) {
      this.holds.delete(call);
      hold.settle(hold.atPoint ? fate : 'pass');
      this.passed(hold.boundaries);
    }
  }

  #hold(boundaries: readonly Boundary[], atPoint: boolean): Promise<Fate> | undefined {
    const [first] = boundaries;
    if (first === undefined) return undefined;
    const { promise, resolve } = Promise.withResolvers<Fate>();
    this.firstHoldMs ??= first.atMs;
    this.holds.set(first.call, { workflowId: this.workflowId, boundaries, atPoint, settle: resolve });
    return promise;
  }
}

/** Decides on the boundaries of every workflow that is followed; all others pass. */
export class CutInterceptor implements Interceptor {
  readonly #followed = new Map<string, Following>();
  readonly #byCall = new Map<number, Following>();
  readonly #names: ProgressNames;

  constructor(names: ProgressNames) {
    this.#names = names;
  }

  /** Follows a workflow from its first call on; with a cut, up to its point. */
  follow(workflowId: string, cut: Cut | null): Followed {
    const following = new Following(workflowId, cut);
    this.#followed.set(workflowId, following);
    return following;
  }

  /** Forgets a workflow; its held calls go on. */
  forget(workflowId: string): void {
    this.#followed.get(workflowId)?.open('pass');
    this.#followed.delete(workflowId);
  }

  reached(boundaries: readonly Boundary[]): Promise<Fate> | undefined {
    const [first] = boundaries;
    const following = first === undefined ? undefined : this.#followed.get(first.workflowId);
    if (first === undefined || following === undefined) return undefined;
    const held = following.reached(boundaries.map((boundary) => this.#names.named(boundary)));
    if (held !== undefined) this.#byCall.set(first.call, following);
    return held;
  }

  ended(call: number): void {
    this.#byCall.get(call)?.ended(call);
    this.#byCall.delete(call);
  }
}
