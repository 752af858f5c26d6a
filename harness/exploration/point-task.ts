import type { CrashPoint } from '../model/crash-point.ts';
import type { Job } from '../model/plan.ts';
import type { Action, Struck } from './actions/action.ts';
import type { Arrival, Followed } from './cut-desk.ts';
import type { KnownCase } from './references.ts';

/** One action to be carried out at one point. */
export interface PointTask {
  readonly point: CrashPoint;
  readonly known: KnownCase;
  readonly action: Action;
  /** How often it was tried so far. */
  tries: number;
}

/** One workflow of a front, once it has ended or its limit came. */
export interface StruckWorkflow {
  readonly task: PointTask;
  readonly job: Job;
  readonly faultId: string;
  /** From 1; null where it was struck by itself. */
  readonly front: number | null;
  readonly startedMs: number;
  /** Where it stood at its point; null where it never came there in time. */
  readonly arrival: Arrival | null;
  /** When the strike began, on the journal's clock. */
  readonly strikeMs: number;
  /** What was struck; null where only its call was. */
  readonly struck: Struck | null;
  readonly followed: Followed;
  /** Whether it had ended when its limit came. */
  readonly ended: boolean;
  /** When that was. */
  readonly endedMs: number;
}
