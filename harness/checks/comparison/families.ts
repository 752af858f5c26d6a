import { attributesOf, type EventHistory, eventTypeOf, type HistoryEvent } from '../../model/event-history.ts';
import { type Execution, executionsOf } from '../../model/executions.ts';

/**
 * Which explored workflow each further execution belongs to: its children, and theirs.
 *
 * @remarks It remembers what was read: at the end the books are read once more without any event history.
 */
export class Families {
  readonly #owners = new Map<string, string>();
  readonly #runs = new Map<string, Set<string>>();

  /** Takes note of event histories, which were read with those of the explored workflows. */
  learn(histories: readonly EventHistory[], explored: readonly string[]): void {
    for (const { workflowId, runId } of histories) {
      this.#runs.set(workflowId, (this.#runs.get(workflowId) ?? new Set<string>()).add(runId));
    }
    for (const { history, origin } of membersOf(histories, explored)) {
      if (origin.job !== null) this.#owners.set(history.workflowId, origin.job);
    }
  }

  /** Takes note of a workflow that belongs to an explored one, though no event history says so. */
  adopt(workflowId: string, owner: string): void {
    this.#owners.set(workflowId, owner);
  }

  /** Whether a workflow is an explored one, or belongs to it. */
  has(workflowId: string, owner: string): boolean {
    return workflowId === owner || this.#owners.get(workflowId) === owner;
  }

  /** Whether a workflow belongs to any explored one. */
  knows(workflowId: string): boolean {
    return this.#owners.has(workflowId);
  }

  /** Whether a run of a workflow was read. */
  hasRead(workflowId: string, runId: string): boolean {
    return this.#runs.get(workflowId)?.has(runId) === true;
  }

  /** The workflows that belong to an explored one, without itself. */
  of(owner: string): readonly string[] {
    return [...this.#owners].filter(([, one]) => one === owner).map(([workflowId]) => workflowId);
  }
}

/** The executions that belong to explored workflows as their children, or as children of these. */
export function membersOf(histories: readonly EventHistory[], explored: readonly string[]): readonly Execution[] {
  const workload = explored.map((workflowId) => ({ workflowId }));
  const all = executionsOf(histories, { workload, canaries: new Set() });
  return all.filter(({ origin }) => origin.kind === 'child');
}

/** The type of the workflow that an event starts, or asks for. */
export function workflowTypeOf(event: HistoryEvent | undefined): string {
  const type = event === undefined ? undefined : attributesOf(event)['workflowType'];
  const name = (type as { readonly name?: unknown } | null | undefined)?.name;
  return typeof name === 'string' ? name : '';
}

/**
 * The further workflows of an explored one, as work that was done: each by its type and its end.
 *
 * @remarks Those that may go on when it has ended are left out: a look at one time finds them ended, at another not.
 */
export function furtherWork(histories: readonly EventHistory[], workflowId: string): readonly string[] {
  const own = membersOf(histories, [workflowId]).filter(({ mayStayOpen }) => !mayStayOpen);
  const latest = new Map(own.map(({ history }) => [history.workflowId, history]));
  return [...latest.values()].map((history) => {
    const last = history.events.at(-1);
    return `workflow ${workflowTypeOf(history.events[0])}, ${last === undefined ? 'never started' : eventTypeOf(last)}`;
  });
}
