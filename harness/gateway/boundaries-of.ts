import type { Boundary, Exchange, Place, Side } from '../model/crash-point.ts';
import type { ActivityOrdinals } from './activity-ordinals.ts';
import type { CallFacts, Handout } from './call-facts.ts';
import type { ExecutionNames } from './execution-names.ts';
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
  readonly executions: ExecutionNames;
}

/** A place with what the boundary says beside it. */
type Spot = Pick<Boundary, 'workflowId' | 'runId' | 'activityType' | 'place' | 'discarded'>;

/**
 * The boundaries at which a call stands, in this order: that of the task that it reports on, those of the tasks that
 * its reply delivers.
 *
 * @remarks A reply is a boundary only if the server executed the call (status 0); a query alone is none.
 */
export function boundariesOf(site: CallSite, tasks: CallTasks, names: TaskNames): readonly Spot[] {
  const numberOf = (token: Uint8Array): number | undefined => names.numbers.find(token);
  if (site.side === 'reply' && site.grpcStatus !== 0) return [];
  const exchange = exchanges[site.method.replace(/ById$/, '')];
  const reported =
    exchange === undefined || tasks.token === undefined
      ? undefined
      : spotOf(site.facts, { exchange, side: site.side, number: numberOf(tasks.token), names });
  const handedOut = (site.side === 'reply' ? tasks.handouts : [])
    .filter((handout) => !handout.query)
    .map(({ facts, token }) =>
      spotOf(facts, { exchange: 'handed-out', side: 'reply', number: numberOf(token), names }),
    );
  return [reported, ...handedOut].filter((spot) => spot !== undefined);
}

interface At {
  readonly exchange: Exchange;
  readonly side: Side;
  /** The number of a workflow task. */
  readonly number: number | undefined;
  readonly names: TaskNames;
}

function spotOf(facts: CallFacts, at: At): Spot | undefined {
  const { workflowId, runId, activityType, discarded } = facts;
  const place = facts.task === 'workflow' ? workflowTaskPlace(facts, at) : activityPlace(facts, at);
  if (workflowId === undefined || place === undefined) return undefined;
  return { workflowId, runId, activityType, place, ...(discarded === undefined ? {} : { discarded }) };
}

function workflowTaskPlace(facts: CallFacts, { exchange, side, number, names }: At): Place | undefined {
  const { attempt = 1 } = facts;
  if (number === undefined) return undefined;
  if (exchange !== 'handed-out' && exchange !== 'completion' && exchange !== 'failure') return undefined;
  return { task: 'workflow', ...names.executions.placeOf(facts), number, exchange, side, attempt };
}

function activityPlace(facts: CallFacts, { exchange, side, names }: At): Place | undefined {
  const { activityId, attempt = 1, heartbeatDetails } = facts;
  if (activityId === undefined) return undefined;
  const details = exchange === 'heartbeat' && heartbeatDetails !== undefined ? { details: heartbeatDetails } : {};
  const activity = names.ordinals.find(facts, activityId);
  const named = activity === undefined ? {} : { activity };
  const run = names.executions.placeOf(facts);
  return { task: 'activity', ...run, activityId, exchange, side, attempt, ...details, ...named };
}
