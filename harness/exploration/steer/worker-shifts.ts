import { HarnessError } from '../../errors.ts';
import { fleetOf, MAIN_FLEET } from '../../model/fleets.ts';
import type { Stack } from '../../model/stack.ts';
import { WorkerShift } from './worker-shift.ts';

/** The shift of each fleet of workers: of each, one works and one stands by. */
export class WorkerShifts {
  readonly #byFleet: ReadonlyMap<string | null, WorkerShift>;

  /** @param stack - with one worker of each fleet, each of which runs */
  constructor(stack: Stack) {
    const fleets = stack.workers().map((worker) => [fleetOf(worker.name), worker] as const);
    this.#byFleet = new Map(fleets.map(([fleet, worker]) => [fleet, new WorkerShift(stack, worker, fleet)]));
  }

  /**
   * The shift of a fleet.
   *
   * @param fleet - null: the one of `workers`
   * @throws HarnessError CHAOS_INTERNAL if it has no worker.
   */
  of(fleet: string | null): WorkerShift {
    const shift = this.#byFleet.get(fleet);
    if (shift !== undefined) return shift;
    const sentence = `Expected a worker of the fleet ${fleet ?? MAIN_FLEET} to explore with, but got none.`;
    throw new HarnessError('CHAOS_INTERNAL', sentence);
  }

  /** Resolves once a worker of each fleet stands by; rejects if one didn't come back. */
  async ready(): Promise<void> {
    await Promise.all([...this.#byFleet.values()].map((shift) => shift.ready()));
  }
}
