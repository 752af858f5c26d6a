import type { Boundary, Exchange, Place, Side } from '../model/crash-point.ts';
import type { ActivityOrdinals } from './activity-ordinals.ts';
import type { CallFacts, Handout } from './call-facts.ts';
import type { CallSite } from './moment-matches.ts';
import type { WorkflowTaskNumbers } from './workflow-task-numbers.ts';

/** The exchange of each call that reports on a task which was dispatched before. */
const exchanges: Readonly<Record<string, Exchange>> = {
  RespondWorkflowTaskCompleted: 'completion',
  RespondWorkflowTaskFailed: 'failure',
  RespondActivityTaskCompleted: 'completion',
  RespondActivityTaskFailed: 'failure',
  RespondActivityTaskCanceled: 'failure',
  RecordActivityTaskHeartbeat: 'heartbeat',
};

/** The tasks that a call is about. */
export interface CallTasks {
  /** The number of the task that it reports on. */
  readonly token: Uint8Array | undefined;
  /** The tasks that a reply delivers. */
  readonly handouts: readonly Handout[];
}

/** What tasks are called in every run of a case. */
export interface TaskNames {
  readonly numbers: WorkflowTaskNumbers;
  readonly ordinals: ActivityOrdinals;
}

/** A place with what the boundary says beside it. */
type Spot = Pick<Boundary, 'workflowId' | 'activityType' | 'place'>;

/**
 * The boundaries at which a call stands, in this order: that of the task that it reports on, those of the tasks that
 * its reply delivers.
 *
 * @remarks A reply is a boundary only if the server executed the call (status 0); a query alone is none.
 */
export function boundariesOf(site: CallSite, tasks: CallTasks, names: TaskNames): readonly Spot[] {
  const { numbers, ordinals } = names;
  if (site.side === 'reply' && site.grpcStatus !== 0) return [];
  const exchange = exchanges[site.method.replace(/ById$/, '')];
  const reported =
    exchange === undefined || tasks.token === undefined
      ? undefined
      : spotOf(site.facts, { exchange, side: site.side, number: numbers.find(tasks.token), ordinals });
  const handedOut = (site.side === 'reply' ? tasks.handouts : [])
    .filter((handout) => !handout.query)
    .map(({ facts, token }) =>
      spotOf(facts, { exchange: 'handed-out', side: 'reply', number: numbers.find(token), ordinals }),
    );
  return [reported, ...handedOut].filter((spot) => spot !== undefined);
}

interface At {
  readonly exchange: Exchange;
  readonly side: Side;
  /** The number of a workflow task. */
  readonly number: number | undefined;
  readonly ordinals: ActivityOrdinals;
}

function spotOf(facts: CallFacts, at: At): Spot | undefined {
  const { workflowId, activityType } = facts;
  const place = facts.task === 'workflow' ? workflowTaskPlace(facts, at) : activityPlace(facts, at);
  return workflowId === undefined || place === undefined ? undefined : { workflowId, activityType, place };
}

function workflowTaskPlace({ attempt = 1 }: CallFacts, { exchange, side, number }: At): Place | undefined {
  if (number === undefined) return undefined;
  if (exchange !== 'handed-out' && exchange !== 'completion' && exchange !== 'failure') return undefined;
  return { task: 'workflow', number, exchange, side, attempt };
}

function activityPlace(facts: CallFacts, { exchange, side, ordinals }: At): Place | undefined {
  const { activityId, attempt = 1, heartbeatDetails } = facts;
  if (activityId === undefined) return undefined;
  const details = exchange === 'heartbeat' && heartbeatDetails !== undefined ? { details: heartbeatDetails } : {};
  const activity = ordinals.find(facts, activityId);
  const named = activity === undefined ? {} : { activity };
  return { task: 'activity', activityId, exchange, side, attempt, ...details, ...named };
}
