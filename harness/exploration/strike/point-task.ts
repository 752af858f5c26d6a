import type { CrashPoint } from '../../model/crash-point.ts';
import type { ExplorationAction } from '../../model/exploration-action.ts';
import type { Job } from '../../model/plan.ts';
import type { ReferenceCase } from '../points/references.ts';
import type { CaseOrder } from '../steer/cut.ts';
import type { Arrival, Followed } from '../steer/cut-interceptor.ts';
import type { Struck } from './strike-victim.ts';

/** One action to be carried out at one point. */
export interface PointTask {
  readonly point: CrashPoint;
  readonly known: ReferenceCase;
  readonly action: ExplorationAction;
  /** The place of a second crash in the recovery from the first; null at depth 1. */
  readonly second: SecondPoint | null;
}

/**
 * Of what only tasks with the same can be struck together: the action, and if it strikes a worker, the fleets of those.
 *
 * @remarks One strike has one victim. A worker of another fleet holds none of the calls at these points.
 */
export function strikeKey({ action, point, second }: PointTask): string {
  const points = action.fault?.victim === 'worker' ? [point, ...(second === null ? [] : [second.point])] : [];
  return JSON.stringify([action.name, ...points.map(({ fleet = null }) => fleet)]);
}

/** How often a task was tried so far. */
export type TriesOf = (task: PointTask) => number;

/** A point of the recovery from a crash. */
export interface SecondPoint {
  readonly point: CrashPoint;
  /** The places of that recovery. */
  readonly order: CaseOrder;
  /** When it was reached after the call at the first point had come there, in milliseconds. */
  readonly delayMs: number;
}

/** A strike at a point. */
export interface StrikeAt {
  readonly point: CrashPoint;
  /** The boundary at which the workflow stood at its point; null if it never got there in time. */
  readonly arrival: Arrival | null;
  /** When the strike began, on the journal's clock. */
  readonly strikeMs: number;
  /** The struck component; null if only the call was struck. */
  readonly struck: Struck | null;
}

/** One workflow that was struck, once it has ended or its limit came. */
export interface StruckWorkflow extends Omit<StrikeAt, 'point'> {
  readonly task: PointTask;
  readonly job: Job;
  readonly faultId: string;
  /** From 1; null if it was struck by itself. */
  readonly front: number | null;
  readonly startedMs: number;
  /** The strike before the last, at depth 2; `arrival`, `strikeMs` and `struck` are those of the last. */
  readonly before: StrikeAt | null;
  readonly followed: Followed;
  /** How many workflows recover together with it, or are struck side by side, itself included. */
  readonly crowd: number;
  /** Whether it had ended when its limit came. */
  readonly ended: boolean;
  /** When that was. */
  readonly endedMs: number;
}

/** A struck workflow, with how often its task was tried, this time included. */
export interface FaultedWorkflow extends StruckWorkflow {
  readonly tries: number;
}

/** What the judgement of a struck workflow rests on, beside the books. */
export interface StruckFacts extends Omit<FaultedWorkflow, 'followed' | 'task'> {
  readonly task: StruckTask;
}

/** The task of a strike, as far as its judgement rests on it. */
export interface StruckTask extends Pick<PointTask, 'point' | 'action'> {
  readonly known: Pick<ReferenceCase, 'name' | 'tookMs'>;
  readonly second: (Pick<SecondPoint, 'point'> & Partial<SecondPoint>) | null;
}

/** Under which id the second strike of a front is journalled. */
export function secondFaultId(faultId: string): string {
  return `${faultId}-again`;
}
