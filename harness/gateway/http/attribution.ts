import type { ExploredWorkflow, ServiceRequest } from '../../model/config.ts';
import type { ActivityPlace, WorkflowTaskPlace } from '../../model/crash-point.ts';
import type { CallFacts } from '../call-facts.ts';
import type { GatewayServices } from '../recorded-call.ts';
import { remember } from '../remember.ts';
import type { Holder } from '../task-registry.ts';

/** Names the activity that makes a request; null: none that is explored. */
export type AttributeRequest = NonNullable<ExploredWorkflow['attribute']>;

/** An activity as a configuration names it. */
export type NamedActivity = NonNullable<ReturnType<AttributeRequest>>;

/** The parts of a request that say what it is about. */
type AskedService = Pick<ServiceRequest, 'link' | 'body'>;

/** Whose a request is. */
export interface RequestOwner {
  readonly workflowId: string;
  readonly runId: string | undefined;
  /** What is compared of the request's body; empty: nothing. */
  readonly body: string;
  /** The activity; left out for a local one, which is part of a workflow task. */
  readonly activity?: { readonly activityId: string; readonly activityType: string | undefined };
  /** The task that makes the request. */
  readonly task: Pick<ActivityPlace, 'task' | 'activityId' | 'activity'> | Pick<WorkflowTaskPlace, 'task' | 'number'>;
  readonly attempt: number;
  /** The position among this attempt's requests on this link, from 1. */
  readonly nth: number;
}

type Services = Pick<GatewayServices, 'tasks' | 'ordinals' | 'numbers'>;

/** Finds out which attempt of which task a request belongs to, and counts its requests. */
export class Attribution {
  readonly #attribute: AttributeRequest;
  readonly #services: Services;
  readonly #counts = new Map<string, number>();

  constructor(attribute: AttributeRequest, services: Services) {
    this.#attribute = attribute;
    this.#services = services;
  }

  /**
   * The activity that makes a request, as the configuration says; null: none that is explored.
   *
   * @throws Error of the configuration's function.
   */
  nameOf(request: ServiceRequest): NamedActivity | null {
    return this.#attribute(request);
  }

  /** The task that owns a request of an activity; undefined if its sender neither holds it nor has answered for it. */
  ownerOf(named: NamedActivity, request: AskedService, sender: Holder): RequestOwner | undefined {
    return this.#ofActivity(named, request, sender) ?? this.#ofLocalActivity(named, request, sender);
  }

  #ofActivity(named: NamedActivity, request: AskedService, sender: Holder): RequestOwner | undefined {
    const { tasks, ordinals } = this.#services;
    // A request that is sent after the answer is still its activity's: it was not waited for.
    const facts = tasks.findActivity(sender, named) ?? tasks.findAnswered(sender, named);
    if (facts === undefined) return undefined;
    const { workflowId, activityId } = named;
    const { runId, activityType, attempt = 1 }: CallFacts = facts;
    const activity = ordinals.find(facts, activityId);
    return {
      workflowId,
      runId,
      body: comparedBody(named, request),
      activity: { activityId, activityType },
      task: { task: 'activity', activityId, ...(activity === undefined ? {} : { activity }) },
      attempt,
      nth: this.#count([workflowId, activityId, attempt, request.link]),
    };
  }

  /** A local activity was never scheduled, and runs in the worker that holds a workflow task of its workflow. */
  #ofLocalActivity(named: NamedActivity, request: AskedService, sender: Holder): RequestOwner | undefined {
    const { workflowId, activityId } = named;
    const { tasks, ordinals, numbers } = this.#services;
    const held = tasks.findWorkflowTask(sender, workflowId);
    if (held === undefined || ordinals.find(held.facts, activityId) !== undefined) return undefined;
    const number = numbers.find(held.token);
    if (number === undefined) return undefined;
    const { runId, attempt = 1 } = held.facts;
    const nth = this.#count([workflowId, 'workflow task', number, attempt, request.link]);
    return { workflowId, runId, body: comparedBody(named, request), task: { task: 'workflow', number }, attempt, nth };
  }

  #count(of: readonly (string | number)[]): number {
    const key = JSON.stringify(of);
    const count = (this.#counts.get(key) ?? 0) + 1;
    remember(this.#counts, key, count);
    return count;
  }
}

function comparedBody(named: NamedActivity, { body }: AskedService): string {
  return named.body === undefined ? body : (named.body ?? '');
}
