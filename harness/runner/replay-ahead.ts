import type { EventHistory } from '../model/event-history.ts';
import type { Book, ReplayRow } from '../model/evidence.ts';
import { knowsVersions } from '../model/replay-paths.ts';
import { versionsOfReplays } from '../model/task-versions.ts';
import { elapse } from '../wait.ts';
import type { RunContext } from './run-context.ts';

const LOOK_EVERY_MS = 200;

/**
 * The replays of one run: begun while some workflows still run, finished once all event histories are read.
 *
 * @remarks The event history of a workflow that has ended never changes, so it can be replayed while others recover.
 */
export class ReplayAhead {
  readonly #context: RunContext;
  readonly #ended = new Set<string>();
  readonly #rows: ReplayRow[] = [];

  constructor(context: RunContext) {
    this.#context = context;
  }

  /**
   * Replays each workflow as it ends, until the promise settles. Never rejects: `finish` makes up for what it missed.
   */
  async watch(until: Promise<unknown>): Promise<void> {
    const over = new AbortController();
    const end = (): void => over.abort();
    until.then(end, end);
    const signal = AbortSignal.any([over.signal, this.#context.signal]);
    while (!signal.aborted) {
      await this.#step().catch(() => undefined);
      await elapse(LOOK_EVERY_MS, signal).catch(() => undefined);
    }
  }

  /** The replays of all event histories of the book. */
  async finish(histories: Book<EventHistory>, signal: AbortSignal): Promise<Book<ReplayRow>> {
    if (histories.state === 'unavailable') return histories;
    const rest = histories.rows.filter((history) => !this.#isReplayed(history));
    const book = await this.#replay(rest, signal);
    if (book.state === 'unavailable') return book;
    // A history that grew since its whole replay has been replayed whole anew; a prefix's replay stays true.
    const stands = (row: ReplayRow): boolean => !row.full || histories.rows.some((history) => isWholeOf(row, history));
    return { state: 'collected', rows: [...this.#rows.filter((row) => stands(row)), ...book.rows] };
  }

  async #step(): Promise<void> {
    const { plan, probes, signal } = this.#context;
    const jobs = new Set(plan.workload.map((job) => job.workflowId));
    const ended = (await probes.workflows.ended()).filter((id) => jobs.has(id) && !this.#ended.has(id));
    if (ended.length === 0) return;
    const histories = await Promise.all(ended.map((workflowId) => probes.workflows.eventHistory(workflowId)));
    const versionOf = versionsOfReplays(this.#context.journal.entries());
    // The journal may be behind the server; `finish` replays the others.
    const known = histories.filter((history) => knowsVersions(history, versionOf));
    const book: Book<ReplayRow> =
      known.length === 0 ? { state: 'collected', rows: [] } : await this.#replay(known, signal);
    if (book.state === 'unavailable') return;
    this.#rows.push(...book.rows);
    for (const id of ended) this.#ended.add(id);
  }

  async #replay(histories: readonly EventHistory[], signal: AbortSignal): Promise<Book<ReplayRow>> {
    const { replayer } = this.#context.probes;
    if (replayer === null)
      return {
        state: 'unavailable',
        reason: 'nothing replays the event histories of this system: it has no bundle and no replayer',
      };
    return await replayer.replay(histories, signal, versionsOfReplays(this.#context.journal.entries()));
  }

  #isReplayed(history: EventHistory): boolean {
    return this.#rows.some((row) => isWholeOf(row, history));
  }
}

/** The very event history that was collected has been replayed whole, not one that has grown since. */
function isWholeOf(row: ReplayRow, { workflowId, runId, events }: EventHistory): boolean {
  return row.full && row.workflowId === workflowId && row.runId === runId && row.events === events.length;
}
