import { type CallMoment, isAtMoment } from '../model/moment.ts';
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

/** Whether a call is at the place that a moment describes, without its ordinal. */
export function momentMatches(moment: CallMoment, { facts, ...site }: CallSite): boolean {
  return isAtMoment(moment, { ...facts, ...site });
}

/** Whether a method waits for work, so that an open call of it is no work in progress. */
export function isPoll(method: string): boolean {
  return method.startsWith('Poll');
}
