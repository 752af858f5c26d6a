import { asStarted } from '../model/as-started.ts';
import { awaitedWorkflows } from '../model/awaited-workflows.ts';
import type { Job } from '../model/plan.ts';
import type { RetryingProbe } from './retrying-probe.ts';
import type { RunContext } from './run-context.ts';

/** How often all workflows are looked at while some still run. */
const LOOK_EVERY_MS = 1000;

/** Tells when every job has ended, and every workflow that the system started for one and that has to end. */
export class LoadEnd {
  readonly #context: RunContext;
  readonly #looks: RetryingProbe;
  readonly #canaries: ReadonlySet<string>;
  /** A job that ran when all were last looked at. */
  #running: string | undefined;
  #nextLookMs = 0;
  #nextReadingMs = 0;

  constructor(context: RunContext, looks: RetryingProbe, canaries: readonly string[]) {
    this.#context = context;
    this.#looks = looks;
    this.#canaries = new Set(canaries);
  }

  /**
   * Whether nothing has to be waited for.
   *
   * @param running - how many workflows of the namespace run; undefined if that could not be looked at
   */
  async isReached(running: number | undefined): Promise<boolean> {
    if (running === undefined || (running > 0 && performance.now() < this.#nextLookMs)) return false;
    this.#nextLookMs = performance.now() + LOOK_EVERY_MS;
    if ((await this.#looks.at('workflows', () => this.#noJobRuns())) !== true) return false;
    if (performance.now() < this.#nextReadingMs) return false;
    this.#nextReadingMs = performance.now() + LOOK_EVERY_MS;
    return (await this.#looks.at('event histories', () => this.#noneIsAwaited())) === true;
  }

  #workload(): readonly Job[] {
    const { plan, journal } = this.#context;
    return asStarted(plan.workload, journal.entries());
  }

  /** Visibility lags behind; only each workflow's own state is proof. A start that was refused left no workflow. */
  async #noJobRuns(): Promise<boolean> {
    const { probes } = this.#context;
    if (this.#running !== undefined && (await probes.workflows.state(this.#running))?.running === true) return false;
    const states = await Promise.all(this.#workload().map((job) => probes.workflows.state(job.workflowId)));
    this.#running = states.findLast((state) => state?.running === true)?.workflowId;
    return this.#running === undefined;
  }

  /** A child may be too young for visibility, and an abandoned one may stay. */
  async #noneIsAwaited(): Promise<boolean> {
    const workload = this.#workload();
    const ids = workload.map((job) => job.workflowId);
    const book = await this.#context.probes.books.eventHistories(ids, this.#canaries);
    if (book.state === 'unavailable') throw new Error(book.reason);
    return awaitedWorkflows(book.rows, { workload, canaries: this.#canaries }).length === 0;
  }
}
