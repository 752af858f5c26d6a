/** The places of one case, each before those that depend on it; see `order-points.ts`. */
export interface CaseOrder {
  /** Place keys, in order. */
  readonly keys: readonly string[];
  /** Those that every reference reached: only these are waited for. */
  readonly certain: ReadonlySet<string>;
  /**
   * By a place, those that can't come any more once it has come.
   *
   * @remarks A heartbeat that is still waiting when its activity reports its end is never sent: the SDK drops it.
   */
  readonly settles: ReadonlyMap<string, readonly string[]>;
  /**
   * By the report of a completion, and by its answer, the requests to services of its attempt.
   *
   * @remarks Those that are under way when the report comes were not waited for, though they came first in the
   * references. The dangerous moment is now: at such a point they are held, not waited for.
   */
  readonly unawaited?: ReadonlyMap<string, readonly string[]>;
}

/**
 * A cut through the progress of one workflow: everything before its point has happened, nothing from it on has.
 *
 * @remarks Workflows do several things at once (an activity's heartbeat and its next request, two activities), and a
 * crash finds them in any order. An early call is held and a late one is waited for, so a crash at a point means the
 * same in every run. It can't lock up: an awaited call depends on no held call, since it comes before the point in an
 * order that respects dependence.
 */
export class Cut {
  readonly #index: ReadonlyMap<string, number>;
  readonly #awaited: Set<string>;
  readonly #settles: CaseOrder['settles'];
  readonly #unawaited: ReadonlySet<string>;
  readonly #target: number;
  readonly #isLenient: boolean;
  #isHeld = false;
  /** A place that every reference had before the point never comes. */
  #isShort = false;
  /** The point itself never comes. */
  #isGone = false;

  /**
   * @param isLenient - whether the point is reached too where something that was before it never comes: of a recovery
   *   there is one other run alone, which can't tell what always comes
   * @throws RangeError if the target is not a place of the case.
   */
  constructor({ keys, certain, settles, unawaited }: CaseOrder, target: string, isLenient = false) {
    this.#isLenient = isLenient;
    this.#index = new Map(keys.map((key, index) => [key, index]));
    const at = this.#index.get(target);
    if (at === undefined) throw new RangeError(`Expected a place of the case, but got ${target}.`);
    this.#settles = settles;
    this.#unawaited = new Set(unawaited?.get(target));
    this.#target = at;
    this.#awaited = new Set(keys.slice(0, at).filter((key) => certain.has(key)));
  }

  /**
   * Decides on a call that has reached places: several if one reply delivers tasks too.
   *
   * @returns `hold` if it is the point, or comes after it
   */
  decide(keys: readonly string[]): 'pass' | 'hold' {
    const indices = keys.map((key) => this.#index.get(key));
    const isTarget = keys.some((key) => this.isPoint(key));
    for (const key of keys) {
      this.#awaited.delete(key);
      this.#settle(key);
    }
    if (isTarget) this.#hold();
    const later = indices.some((index) => index !== undefined && index >= this.#target);
    // A place that no reference knows (a retry) goes on until the point is there, and waits from then on.
    const strange = this.#isHeld && indices.every((index) => index === undefined);
    const unawaited = this.#isHeld && keys.some((key) => this.#unawaited.has(key));
    return later || strange || unawaited ? 'hold' : 'pass';
  }

  #hold(): void {
    this.#isHeld = true;
    for (const key of this.#unawaited) this.#awaited.delete(key);
  }

  /**
   * Ends the wait for places that never come.
   *
   * @remarks It makes no difference before a report that goes on to be recorded. If the report itself is held, the
   * crash finds less recorded than in the references: it would fall at another point of the same name.
   */
  #settle(key: string): void {
    const isReportHeld = (this.#index.get(key) ?? -1) >= this.#target;
    for (const settled of this.#settles.get(key) ?? []) {
      const wasAwaited = this.#awaited.delete(settled);
      if (wasAwaited && isReportHeld) this.#isShort = true;
      if (this.#index.get(settled) === this.#target && !this.#isHeld) this.#isGone = true;
    }
  }

  /** Whether a place is the point. */
  isPoint(key: string): boolean {
    return this.#index.get(key) === this.#target;
  }

  /** Whether the point can't be reached any more in this run. */
  get spent(): boolean {
    return this.#isGone || (this.#isShort && !this.#isLenient);
  }

  /** Whether the call at the point is there. */
  get held(): boolean {
    return this.#isHeld;
  }

  /** Whether the point is reached: its call is held, and everything before it has happened. */
  get reached(): boolean {
    return this.#isHeld && this.#awaited.size === 0 && !this.spent;
  }

  /** The places that the point still waits for. */
  get missing(): readonly string[] {
    return [...this.#awaited];
  }
}
