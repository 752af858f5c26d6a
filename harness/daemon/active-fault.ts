import { HarnessError, toHarnessError } from '../errors.ts';
import { withInjection } from '../injection/with-injection.ts';
import { asTyped } from '../model/as-typed.ts';
import type { Fault } from '../model/fault.ts';
import type { Journal } from '../model/journal.ts';
import type { FaultParams, Stack } from '../model/stack.ts';
import type { FaultRow, Resolved } from './daemon-api.ts';

/** A fault whose target is known. */
export interface ReadyFault extends Resolved {
  readonly definition: Fault;
  readonly params: FaultParams;
}

/** What ends a fault: its lease, a user, or the end of the stack. */
export type HealedBy = NonNullable<FaultRow['healedBy']>;

/** How long a healing may take, in milliseconds. */
const HEAL_LIMIT_MS = 45_000;

/** How long after a healing that failed it is tried again, in milliseconds. */
const AGAIN_MS = 10_000;

/** One fault from `inject`, from its injection until its lease ends or it is healed earlier. */
export class ActiveFault {
  readonly #stack: Stack;
  readonly #journal: Journal;
  readonly #ready: ReadyFault;
  #row: FaultRow;
  /** Settles once it is in force, or can't be. */
  readonly #injected = Promise.withResolvers<FaultRow>();
  readonly #ended = Promise.withResolvers<HealedBy>();
  readonly #tooLate = new AbortController();
  readonly #over: Promise<void>;
  /** What heals it; null before its healing began. */
  #healing: (() => Promise<void>) | null = null;
  #lease: NodeJS.Timeout | undefined;
  #limit: NodeJS.Timeout | undefined;

  constructor({ stack, journal }: { readonly stack: Stack; readonly journal: Journal }, id: string, ready: ReadyFault) {
    this.#stack = stack;
    this.#journal = journal;
    this.#ready = ready;
    const { fault, target, radius } = ready;
    const times = { since: null, healsAt: null, healedAt: null, healedBy: null, message: null };
    this.#row = { id, fault, target, radius, state: 'injecting', ...times };
    this.#injected.promise.catch(() => undefined);
    this.#over = this.#live();
    this.#over.catch(() => undefined);
  }

  get row(): FaultRow {
    return this.#row;
  }

  get strikes(): Fault['strikes'] {
    return this.#ready.definition.strikes;
  }

  /** Its row once it is in force. @throws the error that kept it from being injected */
  async injected(): Promise<FaultRow> {
    return this.#injected.promise;
  }

  /**
   * Heals it, also if that failed before. A fault that is healed already stays as it is; one that can't be injected is not
   * in force.
   *
   * @throws HarnessError CHAOS_FAULT_FAILED if it can't be healed.
   */
  async heal(by: HealedBy): Promise<FaultRow> {
    const { id, state } = this.#row;
    if (state === 'unhealed') return await this.#healAgain(by);
    this.#ended.resolve(by);
    this.#limit ??= setTimeout(() => this.#tooLate.abort(late(id)), HEAL_LIMIT_MS).unref();
    await this.#over;
    return this.#row;
  }

  async #live(): Promise<void> {
    const { definition: fault, target, params } = this.#ready;
    const heal = (healing: () => Promise<void>): Promise<void> => {
      this.#healing = healing;
      return healing();
    };
    const request = { journal: this.#journal, stack: this.#stack, fault, faultId: this.#row.id, params };
    try {
      await withInjection(
        { ...request, heal, limit: this.#tooLate.signal },
        target,
        async () => `by ${await this.#inForce()}`,
      );
    } catch (thrown) {
      this.#failed(thrown);
      return;
    } finally {
      clearTimeout(this.#limit);
    }
    this.#change({ state: 'healed', healedAt: new Date().toISOString(), healedBy: await this.#ended.promise });
    await this.#observe();
  }

  /** Waits while it is in force. @returns what ends it */
  async #inForce(): Promise<HealedBy> {
    const { forMs } = this.#ready;
    const now = Date.now();
    const since = new Date(now).toISOString();
    const row = this.#change({ state: 'in force', since, healsAt: new Date(now + forMs).toISOString() });
    // A fault that can't be healed is shown as such from then on: no caller is left to throw to.
    this.#lease = setTimeout(() => void this.heal('lease').catch(() => undefined), forMs);
    await this.#observe();
    this.#injected.resolve(row);
    const by = await this.#ended.promise;
    clearTimeout(this.#lease);
    this.#change({ state: 'healing' });
    await this.#observe();
    return by;
  }

  /** What ended it once, may have been away itself: Toxiproxy, the engine, a machine without memory. */
  async #healAgain(by: HealedBy): Promise<FaultRow> {
    clearTimeout(this.#lease);
    try {
      // One whose injection never ended can't be known to be healed.
      if (this.#healing === null) throw late(this.#row.id);
      await this.#healing();
    } catch (cause) {
      this.#tryLater();
      const { message } = toHarnessError(cause);
      this.#change({ message });
      throw new HarnessError('CHAOS_FAULT_FAILED', message, { cause });
    }
    const row = this.#change({ state: 'healed', healedAt: new Date().toISOString(), healedBy: by, message: null });
    await this.#observe();
    return row;
  }

  #tryLater(): void {
    this.#lease = setTimeout(() => void this.heal('lease').catch(() => undefined), AGAIN_MS).unref();
  }

  /** @throws HarnessError CHAOS_FAULT_FAILED if it may still be in force. */
  #failed(thrown: unknown): void {
    this.#injected.reject(thrown);
    if (this.#row.state === 'injecting' && !this.#tooLate.signal.aborted) return;
    const { message } = toHarnessError(thrown);
    this.#change({ state: 'unhealed', message });
    this.#tryLater();
    throw new HarnessError('CHAOS_FAULT_FAILED', message, { cause: thrown });
  }

  #change(changes: Partial<FaultRow>): FaultRow {
    this.#row = { ...this.#row, ...changes };
    return this.#row;
  }

  /** Notes what it sees of the target in the journal; a target that can't be looked at is no reason not to heal it. */
  async #observe(): Promise<void> {
    const { target } = this.#row;
    const looks = [this.#stack.component(target.component).observe()];
    if (target.link !== null) looks.push(this.#stack.link(target.link).observe());
    for (const look of await Promise.allSettled(looks)) {
      if (look.status === 'rejected')
        this.#journal.write({ kind: 'note', message: `Not observed: ${String(look.reason)}` });
    }
  }
}

function late(id: string): HarnessError {
  const sentence = asTyped(`${id} did not heal within ${HEAL_LIMIT_MS} ms. Take the stack down: npm run stack -- down`);
  return new HarnessError('CHAOS_FAULT_FAILED', sentence);
}
