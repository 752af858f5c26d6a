import type { ExploredWorkflow } from '../../model/config.ts';
import type { ActivityPlace, WorkflowTaskPlace } from '../../model/crash-point.ts';
import { linkEnds } from '../../model/plan.ts';
import type { ServiceRequest } from '../../model/service-request.ts';
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
  readonly task:
    | Pick<ActivityPlace, 'task' | 'execution' | 'activityId' | 'activity'>
    | Pick<WorkflowTaskPlace, 'task' | 'execution' | 'number'>;
  readonly attempt: number;
  /** The position among this attempt's requests on this link, from 1. */
  readonly nth: number;
}

type Services = Pick<GatewayServices, 'tasks' | 'ordinals' | 'numbers' | 'executions'>;

/** Finds out which attempt of which task a request belongs to, and counts its requests. */
export class Attribution {
  readonly #attribute: AttributeRequest | undefined;
  readonly #services: Services;
  readonly #counts = new Map<string, number>();

  /** @param attribute - left out: an activity is named by what its worker holds */
  constructor(attribute: AttributeRequest | undefined, services: Services) {
    this.#attribute = attribute;
    this.#services = services;
  }

  /**
   * The activities that may make a request: as the configuration says, where it does so, at most one that is explored.
   *
   * @throws Error of the configuration's function.
   */
  namesOf(request: ServiceRequest, sender: Holder): readonly NamedActivity[] {
    if (this.#attribute === undefined) return isBuiltIn(request.link) ? [] : this.#candidates(request, sender);
    const named = this.#attribute(request);
    return named === null ? [] : [named];
  }

  /**
   * The activities that may make a request, as their worker holds them: the only one, or those that the request names by
   * a workflow's id.
   */
  #candidates({ headers, body }: Pick<ServiceRequest, 'headers' | 'body'>, sender: Holder): readonly NamedActivity[] {
    const held = this.#services.tasks
      .heldActivities(sender)
      .flatMap(({ workflowId, activityId }) =>
        workflowId === undefined || activityId === undefined ? [] : [{ workflowId, activityId }],
      );
    if (held.length < 2) return held;
    const said = held.filter(
      (one) => headers['x-workflow-id'] === one.workflowId && headers['x-activity-id'] === one.activityId,
    );
    if (said.length === 1) return said;
    const text = `${Object.values(headers).join('\n')}\n${body}`;
    const named = held.filter(({ workflowId }) => names(text, workflowId));
    return named.length === 0 ? held : named;
  }

  /** The task that owns a request of an activity; undefined if its sender neither holds it nor has answered for it. */
  ownerOf(named: NamedActivity, request: AskedService, sender: Holder): RequestOwner | undefined {
    return this.#ofActivity(named, request, sender) ?? this.#ofLocalActivity(named, request, sender);
  }

  #ofActivity(named: NamedActivity, request: AskedService, sender: Holder): RequestOwner | undefined {
    const { tasks, ordinals, executions } = this.#services;
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
      task: {
        task: 'activity',
        ...executions.placeOf(facts),
        activityId,
        ...(activity === undefined ? {} : { activity }),
      },
      attempt,
      nth: this.#count([workflowId, runId, activityId, attempt, request.link]),
    };
  }

  /** A local activity was never scheduled, and runs in the worker that holds a workflow task of its workflow. */
  #ofLocalActivity(named: NamedActivity, request: AskedService, sender: Holder): RequestOwner | undefined {
    const { workflowId, activityId } = named;
    const { tasks, ordinals, numbers, executions } = this.#services;
    const held = tasks.findWorkflowTask(sender, workflowId);
    if (held === undefined || ordinals.find(held.facts, activityId) !== undefined) return undefined;
    const number = numbers.find(held.token);
    if (number === undefined) return undefined;
    const { runId, attempt = 1 } = held.facts;
    const nth = this.#count([workflowId, runId, 'workflow task', number, attempt, request.link]);
    const task = { task: 'workflow', ...executions.placeOf(held.facts), number } as const;
    return { workflowId, runId, body: comparedBody(named, request), task, attempt, nth };
  }

  #count(of: readonly (string | number | undefined)[]): number {
    const key = JSON.stringify(of);
    const count = (this.#counts.get(key) ?? 0) + 1;
    remember(this.#counts, key, count);
    return count;
  }
}

function comparedBody(named: NamedActivity, { body }: AskedService): string {
  return named.body === undefined ? body : (named.body ?? '');
}

/** Their requests have an activity only where the configuration names it. */
function isBuiltIn(link: string): boolean {
  return linkEnds.some((end) => end === link);
}

/** Whether a text has an id in it, and not as a part of a longer one. */
function names(text: string, id: string): boolean {
  const escaped = id.replaceAll(/[^\w]/g, String.raw`\$&`);
  return new RegExp(`(?<![A-Za-z0-9])${escaped}(?![A-Za-z0-9])`).test(text);
}
