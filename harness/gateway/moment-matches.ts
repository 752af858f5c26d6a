import { valueAt } from '../model/json.ts';
import type { CallMoment } from '../model/moment.ts';
import type { CallFacts } from './call-facts.ts';

/** A call that has reached one of its two sides. */
export interface CallSite {
  /** Position among all calls of the run. */
  readonly call: number;
  readonly side: 'request' | 'reply';
  readonly component: string;
  readonly incarnation: number;
  readonly method: string;
  readonly facts: CallFacts;
  /** The gRPC status of a reply. */
  readonly grpcStatus: number | null;
}

/**
 * Whether a call is at the place that a moment describes, without its ordinal.
 *
 * @remarks A reply counts only when the server executed the call (status 0), because that is what the moment means; and
 * the reply to a poll only when it delivers a task, because an empty one starts no work.
 */
export function momentMatches(moment: CallMoment, site: CallSite): boolean {
  const { facts } = site;
  if (moment.side !== site.side || moment.method !== site.method) return false;
  if (site.side === 'reply' && site.grpcStatus !== 0) return false;
  if (site.side === 'reply' && isPoll(site.method) && facts.task === undefined) return false;
  if (moment.component !== undefined && moment.component !== site.component) return false;
  if (moment.activityType !== undefined && moment.activityType !== facts.activityType) return false;
  if (moment.workflowId !== undefined && moment.workflowId !== facts.workflowId) return false;
  if (moment.progress === undefined) return true;
  const value = valueAt(facts.heartbeatDetails, moment.progress.path);
  return typeof value === 'number' && value >= moment.progress.atLeast && value <= moment.progress.atMost;
}

/** Whether a method waits for work, so that an open call of it is no work in progress. */
export function isPoll(method: string): boolean {
  return method.startsWith('Poll');
}
