import type { ExploredWorkflow, ServiceRequest } from '../../model/config.ts';
import type { ActivityOrdinal } from '../../model/crash-point.ts';
import type { CallFacts } from '../call-facts.ts';
import type { GatewayServices } from '../recorded-call.ts';
import type { Holder } from '../task-registry.ts';

/** Names the activity that makes a request; null: none that is explored. */
export type AttributeRequest = NonNullable<ExploredWorkflow['attribute']>;

/** Whose a request is. */
export interface RequestOwner {
  readonly workflowId: string;
  readonly runId: string | undefined;
  /** What is compared of the request's body; empty: nothing. */
  readonly body: string;
  readonly activityId: string;
  readonly activityType: string | undefined;
  /** Which activity it is in every run; undefined if that is not known. */
  readonly activity: ActivityOrdinal | undefined;
  readonly attempt: number;
  /** The position among this attempt's requests on this link, from 1. */
  readonly nth: number;
}

/** How many attempts are remembered; far more than are ever under way. */
const MAX_REMEMBERED = 100_000;

/** Finds out which attempt of which activity a request belongs to, and counts its requests. */
export class Attribution {
  readonly #attribute: AttributeRequest;
  readonly #services: Pick<GatewayServices, 'tasks' | 'ordinals'>;
  readonly #counts = new Map<string, number>();

  constructor(attribute: AttributeRequest, services: Pick<GatewayServices, 'tasks' | 'ordinals'>) {
    this.#attribute = attribute;
    this.#services = services;
  }

  /**
   * The activity that owns a request; undefined if unknown, or if the sender neither holds that activity now nor has
   * answered for it.
   *
   * @throws Error of the configuration's function.
   */
  ownerOf(request: ServiceRequest, sender: Holder): RequestOwner | undefined {
    const named = this.#attribute(request);
    if (named === null) return undefined;
    const { tasks, ordinals } = this.#services;
    // A request that is sent after the answer is still its activity's: it was not waited for.
    const task = tasks.findActivity(sender, named) ?? tasks.findAnswered(sender, named);
    if (task === undefined) return undefined;
    const { workflowId, activityId } = named;
    const { runId, activityType, attempt = 1 }: CallFacts = task;
    return {
      workflowId,
      runId,
      body: named.body === undefined ? request.body : (named.body ?? ''),
      activityId,
      activityType,
      activity: ordinals.find(task, activityId),
      attempt,
      nth: this.#count([workflowId, activityId, attempt, request.link]),
    };
  }

  #count(of: readonly (string | number)[]): number {
    const key = JSON.stringify(of);
    const count = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, count);
    if (this.#counts.size > MAX_REMEMBERED) {
      for (const oldest of this.#counts.keys()) {
        this.#counts.delete(oldest);
        break;
      }
    }
    return count;
  }
}
