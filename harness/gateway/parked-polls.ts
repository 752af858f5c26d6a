/** Keeps back the polls of components that are to be up and get nothing. */
export class ParkedPolls {
  readonly #waiting = new Map<string, Set<() => void>>();

  /** Keeps back every poll of the component from now on; or lets go those that wait, the first one first. */
  park(component: string, parked: boolean): void {
    const waiting = this.#waiting.get(component);
    if (parked) {
      if (waiting === undefined) this.#waiting.set(component, new Set());
      return;
    }
    this.#waiting.delete(component);
    for (const letGo of waiting ?? []) letGo();
  }

  /** Resolves once the component is no longer parked; undefined if it isn't. */
  wait(component: string): Promise<void> | undefined {
    const waiting = this.#waiting.get(component);
    if (waiting === undefined) return undefined;
    const { promise, resolve } = Promise.withResolvers<void>();
    waiting.add(resolve);
    return promise;
  }
}
