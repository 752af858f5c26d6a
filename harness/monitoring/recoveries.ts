import type { EntryOf, JournalEntry } from '../model/journal.ts';

/** How long something took to come back, in milliseconds. */
export interface Recovery {
  /** `component`: from its exit to its next life's ready. `fault`: from its healing to the first task completed. */
  readonly of: 'component' | 'fault';
  readonly name: string;
  readonly tookMs: number;
}

const completions = ['RespondWorkflowTaskCompleted', 'RespondActivityTaskCompleted'];

/** Finds recoveries in a journal while it is written. */
export class Recoveries {
  readonly #down = new Map<string, number>();
  readonly #healed = new Map<string, EntryOf<'fault'>>();

  /** @returns the recoveries that end with this entry */
  heed(entry: JournalEntry): readonly Recovery[] {
    if (entry.kind === 'component') return this.#ofComponent(entry);
    if (entry.kind === 'fault' && entry.step === 'healed') this.#healed.set(entry.faultId, entry);
    return entry.kind === 'call' ? this.#ofFaults(entry) : [];
  }

  #ofComponent({ component: name, change, atMs }: EntryOf<'component'>): readonly Recovery[] {
    if (change === 'exited') this.#down.set(name, atMs);
    const downMs = this.#down.get(name);
    if (change !== 'ready' || downMs === undefined) return [];
    this.#down.delete(name);
    return [{ of: 'component', name, tookMs: atMs - downMs }];
  }

  /** A fault of a worker is over for that worker; any other one once any worker gets on. */
  #ofFaults({ method, grpcStatus, component, atMs }: EntryOf<'call'>): readonly Recovery[] {
    if (grpcStatus !== 0 || !completions.includes(method)) return [];
    const over = [...this.#healed.values()].filter(
      (fault) => !isWorker(fault.component) || fault.component === component,
    );
    for (const { faultId } of over) this.#healed.delete(faultId);
    return over.map(({ fault, atMs: healedMs }) => ({ of: 'fault', name: fault, tookMs: atMs - healedMs }));
  }
}

/** Stacks name their workers so. */
function isWorker(component: string | undefined): boolean {
  return component?.startsWith('worker-') === true;
}
