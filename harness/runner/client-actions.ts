import { asStarted, choosesIds } from '../model/as-started.ts';
import { nthEvent } from '../model/event-history.ts';
import { type ClientAction, type Job, laterActions } from '../model/plan.ts';
import { elapse } from '../wait.ts';
import { carryOut } from './client-operation.ts';
import { faultOf, isHealed, wasInForce } from './fault-state.ts';
import { type RetryingProbe, unlessNotFound } from './retrying-probe.ts';
import type { RunContext } from './run-context.ts';

const POLL_MS = 50;
/**
 * How long an action waits for the answer to the one before it of the same job, in milliseconds. So those that are due
 * together come in the order of the plan, and one whose answer is lost does not hold the others up.
 */
export const IN_TURN_MS = 2000;

interface DueAction {
  readonly job: Job;
  readonly action: ClientAction;
  /** The id of the job in the plan. */
  readonly planned: string;
  /** When it may be carried out, once that is known. */
  dueMs?: number;
}

/** The signals, cancellations, updates and resets that clients send to the jobs of a plan. */
export class ClientActions {
  readonly #context: RunContext;
  readonly #looks: RetryingProbe;
  readonly #due: Set<DueAction>;
  /** Those that are under way, each with its job. */
  readonly #acting = new Map<Promise<void>, Job>();

  constructor(context: RunContext, looks: RetryingProbe) {
    this.#context = context;
    this.#looks = looks;
    this.#due = new Set(context.plan.workload.flatMap((job) => actionsOf(job, job.workflowId)));
  }

  /**
   * Carries them out as they fall due, until the promise settles; then those that come once a workflow has ended. Waits
   * for all that are under way.
   *
   * @remarks Apart from the looks at what runs, which are held up while Temporal is away.
   * @param begun - the workflow ids of the jobs whose start has been answered
   */
  async carryOutUntil(over: Promise<unknown>, begun: ReadonlySet<string>): Promise<void> {
    const { signal } = this.#context;
    let isOver = false;
    const settled = (): void => void (isOver = true);
    over.then(settled, settled);
    while (!signal.aborted && this.#due.size > 0) {
      const isLast = isOver;
      if (isLast) this.#drop((one) => !isLate(one));
      await this.#actOnDue(begun);
      if (isLast) this.#drop(({ dueMs }) => dueMs === undefined);
      await elapse(POLL_MS, signal).catch(() => undefined);
    }
    await Promise.all(this.#acting.keys());
  }

  /** Each workflow that a program started under an id of its choice gets the actions of its job. */
  #renameChosen(begun: ReadonlySet<string>): void {
    const entries = this.#context.journal.entries();
    const chosen = [...this.#due].filter(({ planned, job }) => {
      return planned === job.workflowId && choosesIds(job) && begun.has(planned);
    });
    for (const job of new Set(chosen.map((one) => one.job))) {
      const started = asStarted([job], entries).filter(({ workflowId }) => workflowId !== job.workflowId);
      if (started.length > 0) this.#drop((one) => one.job === job);
      for (const one of started) for (const due of actionsOf(one, job.workflowId)) this.#due.add(due);
    }
  }

  #drop(which: (one: DueAction) => boolean): void {
    for (const one of this.#due) if (which(one)) this.#due.delete(one);
  }

  /** An action under way is not awaited: while a server is down, others fall due. */
  async #actOnDue(begun: ReadonlySet<string>): Promise<void> {
    this.#renameChosen(begun);
    const due = [...this.#due].filter(({ planned }) => begun.has(planned));
    if (due.length === 0) return;
    const byCheckpoint = due.some((one) => one.dueMs === undefined && one.action.after.kind === 'checkpoint');
    // A failed read of this round is tried again in the next.
    const { books } = this.#context.probes;
    const visible = byCheckpoint ? await this.#looks.at('checkpoints', () => books.visibleCheckpoints()) : undefined;
    for (const one of due) {
      if (one.dueMs === undefined && (await this.#isDue(one, visible))) {
        one.dueMs = performance.now() + (one.action.delayMs ?? 0);
      }
      if (one.dueMs === undefined || performance.now() < one.dueMs || this.#waitsItsTurn(one.job, one.dueMs)) continue;
      this.#due.delete(one);
      const acting = carryOut(this.#context, one.job, one.action).finally(() => this.#acting.delete(acting));
      this.#acting.set(acting, one.job);
    }
  }

  #waitsItsTurn(job: Job, dueMs: number): boolean {
    return performance.now() < dueMs + IN_TURN_MS && [...this.#acting.values()].includes(job);
  }

  async #isDue({ job, action }: DueAction, visible: ReadonlySet<string> | undefined): Promise<boolean> {
    const { after, afterFault } = action;
    const { workflowId } = job;
    const { workflows } = this.#context.probes;
    const faultId = faultOf(this.#context, afterFault);
    if (faultId !== null && !isHealed(this.#context, faultId)) return false;
    if (after.kind === 'started' || after.kind === 'with-start') return true;
    if (after.kind === 'checkpoint') return visible?.has(`${workflowId}/${after.stage}`) ?? false;
    if (after.kind === 'injected') return wasInForce(this.#context, after.id);
    if (after.kind === 'ended') {
      const state = await this.#looks.at(`state of ${workflowId}`, () => workflows.state(workflowId));
      return state?.running === false;
    }
    const history = await this.#looks.at(`event history of ${workflowId}`, () =>
      unlessNotFound(workflows.eventHistory(workflowId)),
    );
    return history !== undefined && nthEvent(history, after) !== undefined;
  }
}

function actionsOf(job: Job, planned: string): readonly DueAction[] {
  return laterActions(job).map((action) => ({ job, action, planned }));
}

function isLate({ action }: DueAction): boolean {
  return action.after.kind === 'ended';
}
