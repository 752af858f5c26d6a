import type { Journal, JournalEntry } from '../../model/journal.ts';

/**
 * The journal of an exploration, taken apart: each workflow is judged by the entries that are about it or about all.
 */
export class JournalParts {
  readonly #journal: Pick<Journal, 'entries'>;
  readonly #ofWorkflow = new Map<string, JournalEntry[]>();
  readonly #shared: JournalEntry[] = [];
  readonly #polls: JournalEntry[] = [];
  #read = 0;

  constructor(journal: Pick<Journal, 'entries'>) {
    this.#journal = journal;
  }

  /**
   * All entries about one workflow, in order.
   *
   * @param window - of the shared entries, only those between these times on the journal's clock
   * @param faultIds - of the faults, only these
   */
  of(
    workflowId: string,
    window: { readonly fromMs: number; readonly toMs: number },
    faultIds: readonly string[],
  ): JournalEntry[] {
    this.#catchUp();
    const inWindow = ({ atMs }: JournalEntry): boolean => atMs >= window.fromMs && atMs <= window.toMs;
    const shared = this.#shared.filter(
      (entry) => inWindow(entry) && (entry.kind !== 'fault' || faultIds.includes(entry.faultId)),
    );
    const polls = this.#polls.filter(
      (entry) => entry.kind === 'call' && entry.startedMs <= window.toMs && inWindow(entry),
    );
    const own = this.#ofWorkflow.get(workflowId) ?? [];
    return [...own, ...shared, ...polls].toSorted((a, b) => a.sequence - b.sequence);
  }

  /** The entries of one workflow alone. */
  own(workflowId: string): readonly JournalEntry[] {
    this.#catchUp();
    return this.#ofWorkflow.get(workflowId) ?? [];
  }

  #catchUp(): void {
    const entries = this.#journal.entries();
    for (const entry of entries.slice(this.#read)) this.#sort(entry);
    this.#read = entries.length;
  }

  #sort(entry: JournalEntry): void {
    const workflowId = 'workflowId' in entry ? entry.workflowId : undefined;
    if (workflowId !== undefined) {
      const own = this.#ofWorkflow.get(workflowId) ?? [];
      this.#ofWorkflow.set(workflowId, own);
      own.push(entry);
    } else if (entry.kind === 'call') {
      if (entry.method.startsWith('Poll')) this.#polls.push(entry);
    } else if (
      entry.kind === 'fault' ||
      entry.kind === 'component' ||
      entry.kind === 'process' ||
      entry.kind === 'stall' ||
      entry.kind === 'machine'
    ) {
      this.#shared.push(entry);
    }
  }
}
