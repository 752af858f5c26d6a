import type { HeldTask } from '../model/stack.ts';
import type { CallFacts, Handout } from './call-facts.ts';

/** How many tokens and answered tasks are remembered; far more than any worker still answers for. */
const MAX_REMEMBERED = 100_000;
/** gRPC's NOT_FOUND: the server no longer knows such a task. */
const NOT_FOUND = 5;

/** The incarnation that a task was dispatched to. */
export interface Holder {
  readonly component: string;
  readonly incarnation: number;
}

/** A workflow task with the token that stands for it. */
export interface HeldWorkflowTask {
  readonly token: Uint8Array;
  readonly facts: CallFacts;
}

interface Held {
  readonly key: string;
  readonly holder: Holder;
  readonly facts: Handout['facts'];
}

/**
 * The task that each token stands for, and the tasks that the workers hold now.
 *
 * @remarks Answers and heartbeats carry only the token that came with the task.
 */
export class TaskRegistry {
  readonly #facts = new Map<string, CallFacts>();
  /** By task, not by token: a later attempt takes the place of the one before. */
  readonly #held = new Map<string, Held>();
  /** Activities whose answer the server took, by holder and activity: the latest of each. */
  readonly #answered = new Map<string, CallFacts>();

  /** Remembers what a token stands for; known as soon as the reply reaches the gateway. */
  learn(handout: Handout): void {
    const { heartbeatDetails: _details, terms: _terms, scheduledTime: _time, ...facts } = handout.facts;
    remember(this.#facts, keyOf(handout.token), facts);
  }

  /** The facts that the token stands for: task, workflow, activity, attempt; undefined if it came from elsewhere. */
  find(token: Uint8Array): CallFacts | undefined {
    return this.#facts.get(keyOf(token));
  }

  /** The reply that hands the task out is on its way to the worker. A query is no work that the worker then holds. */
  handOut(handout: Handout, holder: Holder): void {
    if (handout.query) return;
    const task = taskKeyOf(handout);
    const before = this.#held.get(task);
    if (before !== undefined && isLater(before.facts, handout.facts)) return;
    this.#held.set(task, { key: keyOf(handout.token), holder, facts: handout.facts });
  }

  /** The server has spoken on an answer or a heartbeat; `answers` is false for a heartbeat, which ends no task. */
  settle(token: Uint8Array, grpcStatus: number | null, answers: boolean): void {
    const isTaken = answers && grpcStatus === 0;
    const held = isTaken ? this.#held.values().find(({ key }) => key === keyOf(token)) : undefined;
    if (held !== undefined) remember(this.#answered, activityKeyOf(held.holder, held.facts), held.facts);
    if (isTaken || grpcStatus === NOT_FOUND) this.takeBack(token);
  }

  /** The task isn't with the worker: answered, unknown to the server, or its reply never got there. */
  takeBack(token: Uint8Array): void {
    const key = keyOf(token);
    for (const [task, held] of this.#held) {
      if (held.key === key) this.#held.delete(task);
    }
  }

  /**
   * The activity that this very incarnation holds now, in its latest attempt; undefined if it doesn't.
   *
   * @remarks Ids begin anew in each run of a chain: of several the one that was dispatched last.
   */
  findActivity(
    { component, incarnation }: Holder,
    of: { readonly workflowId: string; readonly activityId: string },
  ): CallFacts | undefined {
    return this.#held
      .values()
      .filter(({ holder }) => holder.component === component && holder.incarnation === incarnation)
      .map(({ facts }) => facts)
      .filter((facts) => facts.workflowId === of.workflowId && facts.activityId === of.activityId)
      .toArray()
      .at(-1);
  }

  /** The activities that this very incarnation holds now. */
  heldActivities({ component, incarnation }: Holder): readonly CallFacts[] {
    return this.#held
      .values()
      .filter(({ holder }) => holder.component === component && holder.incarnation === incarnation)
      .map(({ facts }) => facts)
      .filter(({ task }) => task === 'activity')
      .toArray();
  }

  /** The workflow task of a workflow that this very incarnation holds now; undefined if it holds none. */
  findWorkflowTask({ component, incarnation }: Holder, workflowId: string): HeldWorkflowTask | undefined {
    const held = this.#held
      .values()
      .filter(({ holder }) => holder.component === component && holder.incarnation === incarnation)
      .find(({ facts }) => facts.task === 'workflow' && facts.workflowId === workflowId);
    return held === undefined ? undefined : { token: tokenOf(held), facts: held.facts };
  }

  /** The token of the latest attempt of an activity, held anywhere; undefined if no attempt is open. */
  tokenOf({ workflowId, runId, activityId }: CallFacts): Uint8Array | undefined {
    const open = this.#held
      .values()
      .find(
        ({ facts }) =>
          facts.task === 'activity' &&
          facts.workflowId === workflowId &&
          facts.activityId === activityId &&
          (runId === undefined || facts.runId === runId),
      );
    return open === undefined ? undefined : tokenOf(open);
  }

  /** The activity that this very incarnation has answered for, if it holds it no more; undefined if it hasn't. */
  findAnswered(
    holder: Holder,
    of: { readonly workflowId: string; readonly activityId: string },
  ): CallFacts | undefined {
    return this.#answered.get(activityKeyOf(holder, of));
  }

  /** The dispatched tasks without an answer, in the order of their dispatch. */
  held(): readonly HeldTask[] {
    return this.#held
      .values()
      .map(({ holder, facts }) => ({
        ...holder,
        task: facts.task,
        workflowId: facts.workflowId ?? '',
        activityType: facts.activityType,
      }))
      .toArray();
  }
}

function keyOf(token: Uint8Array): string {
  return Buffer.from(token.buffer, token.byteOffset, token.byteLength).toString('latin1');
}

function remember<T>(all: Map<string, T>, key: string, one: T): void {
  all.delete(key);
  all.set(key, one);
  const [oldest] = all.keys();
  if (all.size > MAX_REMEMBERED && oldest !== undefined) all.delete(oldest);
}

function activityKeyOf(
  { component, incarnation }: Holder,
  { workflowId, activityId }: Pick<CallFacts, 'workflowId' | 'activityId'>,
): string {
  return JSON.stringify([component, incarnation, workflowId, activityId]);
}

function tokenOf({ key }: Held): Uint8Array {
  return Buffer.from(key, 'latin1');
}

function taskKeyOf({ facts }: Handout): string {
  return JSON.stringify([facts.task, facts.workflowId, facts.runId, facts.activityId]);
}

/** A reply that was held back may deliver an attempt that another worker's has overtaken. */
function isLater(one: CallFacts, other: CallFacts): boolean {
  const started = Number(one.startedEventId ?? 0) - Number(other.startedEventId ?? 0);
  return started === 0 ? (one.attempt ?? 0) > (other.attempt ?? 0) : started > 0;
}
