import { HarnessError } from '../errors.ts';
import { asTyped } from '../model/as-typed.ts';
import type { Journal } from '../model/journal.ts';
import type { Stack } from '../model/stack.ts';
import { ActiveFault, type HealedBy, type ReadyFault } from './active-fault.ts';
import { radiiMeet } from './blast-radii.ts';
import type { FaultRow } from './daemon-api.ts';

/** The faults from `inject`: each has a lease, and heals at its end even if no client is left. */
export class ActiveFaults {
  readonly #stack: Stack;
  readonly #journal: Journal;
  readonly #faults = new Map<string, ActiveFault>();
  #numbered = 0;
  #closed = false;

  constructor(stack: Stack, journal: Journal) {
    this.#stack = stack;
    this.#journal = journal;
  }

  /** Those that are not healed: in force, on their way, or unhealed. */
  inForce(): readonly FaultRow[] {
    return this.#open().map(({ row }) => row);
  }

  /**
   * Puts a fault in force and resolves once it is; its lease begins then.
   *
   * @throws HarnessError CHAOS_FAULT_FAILED if it contradicts one in force, its target is down, or it can't be injected.
   */
  async inject(ready: ReadyFault): Promise<FaultRow> {
    this.refuse(ready);
    this.#numbered += 1;
    const id = `${ready.fault}-${this.#numbered}`;
    const fault = new ActiveFault({ stack: this.#stack, journal: this.#journal }, id, ready);
    // Entered at once, so that a fault that arrives meanwhile is compared with it.
    this.#faults.set(id, fault);
    try {
      return await fault.injected();
    } catch (thrown) {
      if (fault.row.state === 'injecting') this.#faults.delete(id);
      throw thrown;
    }
  }

  /**
   * Heals a fault; one that is healed already stays as it is.
   *
   * @returns null if there never was one of that id
   * @throws HarnessError CHAOS_FAULT_FAILED if it can't be healed.
   */
  async heal(id: string, by: HealedBy): Promise<FaultRow | null> {
    return (await this.#faults.get(id)?.heal(by)) ?? null;
  }

  /** The fault of that id, healed or not. */
  find(id: string): FaultRow | undefined {
    return this.#faults.get(id)?.row;
  }

  /** Heals all faults in force and takes no more. @returns those that were healed @throws the first failure */
  async close(): Promise<readonly FaultRow[]> {
    this.#closed = true;
    return this.healAll('down');
  }

  /** Heals all faults in force. @returns those that were healed @throws HarnessError the first failure, after all were tried */
  async healAll(by: 'user' | 'down'): Promise<readonly FaultRow[]> {
    const tried = await Promise.allSettled(this.#open().map(async (fault) => fault.heal(by)));
    const failed = tried.find((one) => one.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
    return tried.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  }

  #open(): readonly ActiveFault[] {
    return [...this.#faults.values()].filter(({ row }) => row.state !== 'healed');
  }

  /** @throws HarnessError CHAOS_FAULT_FAILED if a fault contradicts one in force, or its target is down. */
  refuse(ready: ReadyFault): void {
    const { fault, target, radius, definition } = ready;
    const name = target.link ?? target.component;
    const refuse = (but: string): HarnessError =>
      new HarnessError('CHAOS_FAULT_FAILED', `Can't put ${fault} in force on ${name}: ${but}`);
    if (this.#closed) throw refuse('the stack is being taken down. Bring it up again.');
    const other = this.#open().find(({ row, strikes }) => {
      if (row.fault === fault && (row.target.link ?? row.target.component) === name) return true;
      return (definition.strikes === 'component' || strikes === 'component') && radiiMeet(row.radius, radius);
    });
    if (other !== undefined) {
      const { id, target: its } = other.row;
      const where = its.link ?? its.component;
      throw refuse(asTyped(`${id} is in force on ${where}. Wait for its end, or run: npm run heal -- ${id}`));
    }
    if (this.#stack.component(target.component).running) return;
    throw refuse(asTyped(`${target.component} is down. See what npm run stack -- status says of it.`));
  }
}
