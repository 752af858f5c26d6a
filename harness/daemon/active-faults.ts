import { HarnessError, toHarnessError } from '../errors.ts';
import type { Fault, Injection } from '../model/fault.ts';
import type { Journal } from '../model/journal.ts';
import type { Stack } from '../model/stack.ts';
import { orAborted } from '../wait.ts';
import { radiiMeet } from './blast-radii.ts';
import type { FaultRow, Resolved } from './daemon-api.ts';

/** A fault whose target is known. */
export interface ReadyFault extends Resolved {
  readonly definition: Fault;
  readonly params: Parameters<Fault['inject']>[2];
}

/** How long a healing may take, in milliseconds. */
const HEAL_LIMIT_MS = 45_000;

interface Entry {
  row: FaultRow;
  readonly strikes: Fault['strikes'];
  readonly injection: Promise<Injection>;
  healing: Promise<void> | null;
  timer: NodeJS.Timeout | null;
}

/** The faults that were put in force by hand: each has a lease, at the end of which it heals whoever is still there. */
export class ActiveFaults {
  readonly #stack: Stack;
  readonly #journal: Journal;
  readonly #entries = new Map<string, Entry>();
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
   * @throws HarnessError CHAOS_FAULT_FAILED where it contradicts one in force, its target is down, or it can't be injected.
   */
  async inject(ready: ReadyFault): Promise<FaultRow> {
    this.refuse(ready);
    const entry = this.#begin(ready);
    const { id } = entry.row;
    try {
      await entry.injection;
    } catch (thrown) {
      this.#entries.delete(id);
      const { code, message } = toHarnessError(thrown);
      this.#write(entry, 'failed', `${code}: ${message}`);
      throw thrown;
    }
    const now = Date.now();
    const healsAt = new Date(now + ready.forMs).toISOString();
    entry.row = { ...entry.row, state: 'in force', since: new Date(now).toISOString(), healsAt };
    this.#write(entry, 'injected');
    // One that can't be healed is shown as such from then on: there is nobody to throw to.
    entry.timer = setTimeout(() => void this.heal(id, 'lease').catch(() => undefined), ready.forMs);
    const { row } = entry;
    await this.#observe(entry);
    return row;
  }

  /**
   * Heals a fault; one that is healed already stays as it is.
   *
   * @returns null where there never was one of that id
   * @throws HarnessError CHAOS_FAULT_FAILED where it can't be healed.
   */
  async heal(id: string, by: 'lease' | 'user' | 'down'): Promise<FaultRow | null> {
    const entry = this.#entries.get(id);
    if (entry === undefined) return null;
    entry.healing ??= this.#heal(entry, by);
    await entry.healing;
    return entry.row;
  }

  /** The fault of that id, healed or not. */
  find(id: string): FaultRow | undefined {
    return this.#entries.get(id)?.row;
  }

  /** Heals whatever is in force and takes no more. @returns those that were healed @throws the first failure */
  async close(): Promise<readonly FaultRow[]> {
    this.#closed = true;
    return this.healAll('down');
  }

  /** Heals whatever is in force. @returns those that were healed @throws HarnessError the first failure, after all were tried */
  async healAll(by: 'user' | 'down'): Promise<readonly FaultRow[]> {
    const tried = await Promise.allSettled(this.#open().map(({ row }) => this.heal(row.id, by)));
    const failed = tried.find((one) => one.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
    return tried.flatMap((one) => (one.status === 'fulfilled' && one.value !== null ? [one.value] : []));
  }

  #open(): readonly Entry[] {
    return [...this.#entries.values()].filter(({ row }) => row.state !== 'healed');
  }

  /** @throws HarnessError CHAOS_FAULT_FAILED where a fault contradicts one in force, or its target is down. */
  refuse(ready: ReadyFault): void {
    const { fault, target, radius, definition } = ready;
    const name = target.link ?? target.component;
    const refuse = (but: string): HarnessError =>
      new HarnessError('CHAOS_FAULT_FAILED', `Expected to put ${fault} in force on ${name}, but ${but}`);
    if (this.#closed) throw refuse('the stack is being taken down. Bring it up again.');
    const other = this.#open().find((entry) => {
      if (entry.row.fault === fault && (entry.row.target.link ?? entry.row.target.component) === name) return true;
      return (
        (definition.strikes === 'component' || entry.strikes === 'component') && radiiMeet(entry.row.radius, radius)
      );
    });
    if (other !== undefined) {
      const { id, target: its } = other.row;
      const where = its.link ?? its.component;
      throw refuse(`${id} is in force on ${where}. Wait for its end, or write: npm run heal -- ${id}`);
    }
    if (this.#stack.component(target.component).running) return;
    throw refuse(`${target.component} is down. See what npm run stack -- status says of it.`);
  }

  /** Enters a fault at once, so that another that comes meanwhile is held against it. */
  #begin(ready: ReadyFault): Entry {
    const { fault, target, radius, definition } = ready;
    this.#numbered += 1;
    const id = `${fault}-${this.#numbered}`;
    const times = { since: null, healsAt: null, healedAt: null, healedBy: null, message: null };
    const row: FaultRow = { id, fault, target, radius, state: 'injecting', ...times };
    this.#journal.write({ ...journalled(row), step: 'injecting' });
    const injection = definition.inject(this.#stack, target, ready.params);
    injection.catch(() => undefined);
    const entry: Entry = { row, strikes: definition.strikes, injection, healing: null, timer: null };
    this.#entries.set(id, entry);
    return entry;
  }

  async #heal(entry: Entry, by: 'lease' | 'user' | 'down'): Promise<void> {
    const limit = AbortSignal.timeout(HEAL_LIMIT_MS);
    try {
      const injection = await orAborted(
        entry.injection.catch(() => null),
        limit,
      );
      // What could not be injected is not in force, and whoever asked for it is told.
      if (injection === null) return;
      clearTimeout(entry.timer ?? undefined);
      entry.row = { ...entry.row, state: 'healing' };
      await this.#observe(entry);
      this.#write(entry, 'healing');
      await orAborted(Promise.resolve(injection[Symbol.asyncDispose]()), limit);
    } catch (thrown) {
      const { message } = limit.aborted ? late(entry.row.id) : toHarnessError(thrown);
      entry.row = { ...entry.row, state: 'unhealed', message };
      this.#write(entry, 'failed', message);
      throw new HarnessError('CHAOS_FAULT_FAILED', message, { cause: thrown });
    }
    entry.row = { ...entry.row, state: 'healed', healedAt: new Date().toISOString(), healedBy: by };
    this.#write(entry, 'healed', `by ${by}`);
    await this.#observe(entry);
  }

  #write({ row }: Entry, step: 'injected' | 'healing' | 'healed' | 'failed', message?: string): void {
    this.#journal.write({ ...journalled(row), step, ...(message === undefined ? {} : { message }) });
  }

  /** What is seen of the target is for the journal; that it can't be looked at is no reason not to heal it. */
  async #observe({ row: { target } }: Entry): Promise<void> {
    const looks = [this.#stack.component(target.component).observe()];
    if (target.link !== null) looks.push(this.#stack.link(target.link).observe());
    for (const look of await Promise.allSettled(looks)) {
      if (look.status === 'rejected')
        this.#journal.write({ kind: 'note', message: `Not observed: ${String(look.reason)}` });
    }
  }
}

function journalled({ id, fault, target }: FaultRow) {
  const { component, incarnation, link } = target;
  return { kind: 'fault' as const, fault, faultId: id, component, incarnation, ...(link === null ? {} : { link }) };
}

function late(id: string): HarnessError {
  const sentence = `Expected ${id} to heal, but it did not within ${HEAL_LIMIT_MS} ms. Take the stack down: npm run stack -- down`;
  return new HarnessError('CHAOS_FAULT_FAILED', sentence);
}
