import type { Boundary } from '../../model/crash-point.ts';
import { type EventHistory, nthEvent } from '../../model/event-history.ts';
import { type ClientAction, clientActions, type Job } from '../../model/plan.ts';
import { clientOperation } from '../../runner/client-operation.ts';
import { elapse } from '../../wait.ts';
import type { DueAction } from './client-action-triggers.ts';
import type { Followed } from './cut-interceptor.ts';
import type { ExplorationContext } from './exploration-context.ts';

/** How often an event history is looked at for what is due: while nothing else tells, and after a strike. */
const POLL_MS = { only: 50, besides: 500 } as const;

/** A workflow that was started, with its client. */
export interface DrivenCase {
  readonly job: Job;
  /** When its start was asked for, on the journal's clock, in milliseconds. */
  readonly startedMs: number;
  /** Resolves once it has ended; rejects with the signal's reason when it aborts. */
  readonly ended: Promise<void>;
  /**
   * Looks at the event history from now on for what is due: a report that was executed in the instant of a crash never
   * shows at the relay.
   *
   * @remarks Seldom: hardly any workflow needs it, and looking at those of a whole front takes more from the server
   * than what it is asked for by a worker.
   */
  look(): void;
}

/**
 * Starts a workflow and carries out its client's actions as they fall due.
 *
 * @param due - at which boundaries they do; null if that isn't known yet: then its event history is looked at
 */
export async function driveCase(
  context: ExplorationContext,
  driven: { readonly job: Job; readonly followed: Followed; readonly due: readonly DueAction[] | null },
): Promise<DrivenCase> {
  const { job, followed, due } = driven;
  const client = new CaseClient(context, job);
  if (due !== null) followed.onPassed = (boundary) => client.heed(due, boundary);
  const startedMs = context.journal.nowMs();
  const { workflowId } = job;
  await clientOperation(context, { action: 'start', workflowId, run: () => context.probes.workflows.start(job) });
  if (due === null) client.look(POLL_MS.only);
  else for (const { index, at } of due) if (at === null) client.act(job.actions[index]);
  const closed = context.probes.workflows.closed(workflowId, context.signal);
  const ended = closed.finally(() => client.end()).then(() => client.settled());
  // The caller that awaits it gets its failure; until then there may be no such caller.
  ended.catch(() => undefined);
  return { job, startedMs, ended, look: () => client.look(POLL_MS.besides) };
}

/** The client of one workflow: each action once, even if its trigger is repeated after a crash. */
class CaseClient {
  readonly #context: ExplorationContext;
  readonly #job: Job;
  readonly #left: Set<ClientAction>;
  readonly #acting = new Set<Promise<void>>();
  readonly #over = new AbortController();
  #looking = false;

  constructor(context: ExplorationContext, job: Job) {
    this.#context = context;
    this.#job = job;
    this.#left = new Set(clientActions(job));
  }

  heed(due: readonly DueAction[], boundary: Boundary): void {
    for (const { index, at } of due) if (at?.(boundary) === true) this.act(this.#job.actions[index]);
  }

  act(action: ClientAction | undefined): void {
    if (action === undefined || !this.#left.delete(action)) return;
    const done = carryOut(this.#context, this.#job, action).finally(() => this.#acting.delete(done));
    this.#acting.add(done);
  }

  look(everyMs: number): void {
    if (this.#looking) return;
    this.#looking = true;
    const looked = this.#lookOn(everyMs).finally(() => this.#acting.delete(looked));
    this.#acting.add(looked);
  }

  end(): void {
    this.#over.abort();
  }

  async settled(): Promise<void> {
    await Promise.all(this.#acting);
  }

  async #lookOn(everyMs: number): Promise<void> {
    const { probes } = this.#context;
    const signal = AbortSignal.any([this.#over.signal, this.#context.signal]);
    while (this.#left.size > 0 && !signal.aborted) {
      // A failed read (a server is away) is tried again.
      const history = await probes.workflows.eventHistory(this.#job.workflowId).catch(() => null);
      for (const action of this.#left) if (history !== null && isDueBy(history, action)) this.act(action);
      await elapse(everyMs, signal).catch(() => undefined);
    }
  }
}

function isDueBy(history: EventHistory, { after }: ClientAction): boolean {
  if (after.kind === 'started') return true;
  if (after.kind === 'checkpoint') return false;
  return nthEvent(history, after) !== undefined;
}

async function carryOut(context: ExplorationContext, { workflowId }: Job, action: ClientAction): Promise<void> {
  const { workflows } = context.probes;
  await clientOperation(context, { action: action.kind, workflowId, run: () => workflows.act(workflowId, action) });
}
