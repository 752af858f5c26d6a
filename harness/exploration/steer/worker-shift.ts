import type { Component, Stack } from '../../model/stack.ts';

/**
 * The two workers of a fleet in an exploration: one works, the other is up and connected and gets no tasks.
 *
 * @remarks A fresh worker takes over within milliseconds of a crash, and the next one starts while the workflows
 * recover.
 */
export class WorkerShift {
  readonly #stack: Stack;
  #active: Component;
  #standby: Promise<Component>;

  /**
   * @param active - a worker that runs
   * @param fleet - the further fleet that it is of; null or left out: none
   */
  constructor(stack: Stack, active: Component, fleet: string | null = null) {
    this.#stack = stack;
    this.#active = active;
    this.#standby = stack.addWorker({ parked: true, fleet });
    this.#standby.catch(() => undefined);
  }

  /** The worker that works now. */
  get active(): Component {
    return this.#active;
  }

  /** Resolves once a worker stands by; rejects if a worker didn't come back. */
  async ready(): Promise<void> {
    await this.#standby;
  }

  /**
   * Puts the one who stood by to work; the other, which must be dead, stands by once it is brought back.
   *
   * @param bringBack - starts the dead one anew
   */
  async takeOver(bringBack: () => Promise<void>): Promise<void> {
    const fallen = this.#active;
    this.#active = await this.#standby;
    this.#stack.gateway.park(this.#active.name, false);
    this.#stack.gateway.park(fallen.name, true);
    this.#standby = bringBack().then(() => fallen);
    // The next takeover reports this failure.
    this.#standby.catch(() => undefined);
  }
}
