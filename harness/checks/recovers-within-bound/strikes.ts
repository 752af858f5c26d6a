import type { Evidence } from '../../model/evidence.ts';
import { type Call, type HandOut, isPoll } from '../evidence/hand-outs.ts';
import { injectionsOf, type JournalledInjection } from '../evidence/injections.ts';

/** A planned injection that was in force, with its instant. */
export interface Strike extends JournalledInjection {
  readonly injectedMs: number;
  readonly injectedTime: string;
}

/** A unit of work that a victim held when the fault struck or while it was in force. */
export interface HeldUnit
  extends Pick<HandOut, 'task' | 'workflowId' | 'runId' | 'activityId' | 'attempt' | 'startedEventId'> {
  /** A label for people: `extractPages of document-07, attempt 1`. */
  readonly name: string;
  readonly strike: Strike;
  /** The dispatch to the victim; null if it only waited in the victim's sticky queue. */
  readonly handOut: HandOut | null;
  /** Since when it was in the fault's reach: the injection, or its hand-out where that came later. */
  readonly sinceMs: number;
}

/** The planned injections that were in force. */
export function strikesOf(evidence: Evidence): readonly Strike[] {
  return injectionsOf(evidence).flatMap((injection) => {
    const { planned, injectedMs, injectedTime } = injection;
    if (planned === undefined || injectedMs === null || injectedTime === null) return [];
    return [{ ...injection, injectedMs, injectedTime }];
  });
}

/** Whether the struck component is a worker: only workers ask for work. */
export function isOfWorker(calls: readonly Call[], { component }: Pick<Strike, 'component'>): boolean {
  return calls.some((call) => call.component === component && isPoll(call));
}

/**
 * Whether a call or hand-out is of an incarnation that the fault struck.
 *
 * @remarks If the struck component is no worker (a server, a database), every worker is held up.
 */
export function isStruck(
  calls: readonly Call[],
  strike: Pick<Strike, 'component' | 'incarnation'>,
  one: Pick<HandOut, 'component' | 'incarnation'>,
): boolean {
  if (!isOfWorker(calls, strike)) return true;
  return one.component === strike.component && (strike.incarnation ?? one.incarnation) === one.incarnation;
}
