import type { Boundary } from '../../model/crash-point.ts';
import { type EventHistory, nthEvent } from '../../model/event-history.ts';
import { type ClientAction, type Job, laterActions } from '../../model/plan.ts';
import { IN_TURN_MS } from '../../runner/client-actions.ts';
import { carryOut } from '../../runner/client-operation.ts';
import { startJob } from '../../runner/start-job.ts';
import { elapse } from '../../wait.ts';
import type { DueAction } from './client-action-triggers.ts';
import type { Followed } from './cut-interceptor.ts';
import type { ExplorationContext } from './exploration-context.ts';
import { familyEnded } from './family-end.ts';

/** How often an event history is looked at for what is due: while nothing else tells, and after a strike. */
const POLL_MS = { only: 50, besides: 500 } as const;

/** A workflow that was started, with its client. */
export interface DrivenCase {
  readonly job: Job;
  /** When its start was asked for, or answered if a command asked for it, on the journal's clock, in milliseconds. */
  readonly startedMs: number;
  /** Resolves once it has ended, and all that it started; rejects with the signal's reason when it aborts. */
  readonly ended: Promise<void>;
  /** What is wrong with the command that should start it, as a sentence; null: nothing by now, or there is none. */
  commandFailure(): string | null;
  /**
   * Looks at the event history from now on for what is due: a report that was executed in the instant of a crash never
   * shows at the relay.
   *
   * @remarks Seldom: hardly any workflow needs it, and looking at those of a whole front takes more from the server
   * than what it is asked for by a worker.
   */
  look(): void;
}

/** What the references of a case show of its way. */
export interface KnownWay {
  /** At which boundaries the client's actions are due. */
  readonly due: readonly DueAction[];
  /** Whether it starts children, or its job declares other workflows. */
  readonly startsOthers: boolean;
}

/** A workflow to be started, and how. */
export interface Driving {
  readonly job: Job;
  readonly followed: Followed;
  /** Null if nothing of that is known yet: then event histories are looked at. */
  readonly way: KnownWay | null;
  /** Holds a command where it asks for the workflow; left out: nothing does. */
  readonly letStart?: () => Promise<void>;
}

/**
 * Starts a workflow and carries out its client's actions as they fall due.
 */
export async function driveCase(context: ExplorationContext, driven: Driving): Promise<DrivenCase> {
  const { job, followed, way, letStart } = driven;
  const due = way?.due ?? null;
  const client = new CaseClient(context, job);
  if (due !== null) followed.onPassed = (boundary) => client.heed(due, boundary);
  const askedMs = context.journal.nowMs();
  const { workflowId } = job;
  const command = await startJob(context, job, letStart);
  // How long a program takes until it asks for the workflow says nothing of the workflow.
  const startedMs = command === null ? askedMs : context.journal.nowMs();
  if (due === null) client.look(POLL_MS.only);
  else for (const { index, at } of due) if (at === null) client.act(job.actions[index]);
  const closed = context.probes.workflows.closed(workflowId, context.signal);
  const ended = closed
    .finally(() => client.end())
    // It may start others after the end of its workflow.
    .then(() => command?.finish(true))
    .then(() => (way === null || way.startsOthers ? familyEnded(context, job) : undefined))
    .then(() => client.finish());
  // The caller that awaits it gets its failure; until then there may be no such caller.
  ended.catch(() => undefined);
  const commandFailure = (): string | null => command?.failure ?? null;
  return { job, startedMs, ended, commandFailure, look: () => client.look(POLL_MS.besides) };
}

/** The client of one workflow: each action once, even if its trigger is repeated after a crash. */
class CaseClient {
  readonly #context: ExplorationContext;
  readonly #job: Job;
  readonly #left: Set<ClientAction>;
  /** Those that come once the workflow has ended. */
  readonly #late: readonly ClientAction[];
  readonly #acting = new Set<Promise<void>>();
  readonly #over = new AbortController();
  /** Resolves once the next action may come: those that are due together come in the order of the job. */
  #turn: Promise<void> = Promise.resolve();
  #looking = false;

  constructor(context: ExplorationContext, job: Job) {
    this.#context = context;
    this.#job = job;
    const { late = [], due = [] } = Object.groupBy(laterActions(job), (one) => (isLate(one) ? 'late' : 'due'));
    this.#left = new Set(due);
    this.#late = late;
  }

  heed(due: readonly DueAction[], boundary: Boundary): void {
    for (const { index, at } of due) if (at?.(boundary) === true) this.act(this.#job.actions[index]);
  }

  act(action: ClientAction | undefined): void {
    if (action === undefined || !this.#left.delete(action)) return;
    const answered = this.#turn.then(() => carryOut(this.#context, this.#job, action));
    const done = answered.finally(() => this.#acting.delete(done));
    // Of a workflow that never ends, nothing waits for it.
    done.catch(() => undefined);
    this.#acting.add(done);
    this.#turn = Promise.race([answered, elapse(IN_TURN_MS, this.#context.signal)]).catch(() => undefined);
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

  /** Does what comes once the workflow has ended. */
  async finish(): Promise<void> {
    await Promise.all(this.#acting);
    for (const action of this.#late) await carryOut(this.#context, this.#job, action);
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
  return after.kind === 'event' && nthEvent(history, after) !== undefined;
}

function isLate({ after }: ClientAction): boolean {
  return after.kind === 'ended';
}
