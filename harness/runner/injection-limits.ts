import type { Plan, PlannedFault } from '../model/plan.ts';

const MOMENT_LIMIT_MS = 30_000;
const INJECTION_LIMIT_MS = 60_000;
/** How long the healing of a fault may take once its time is over. */
export const HEALING_LIMIT_MS = 30_000;

/** The limits of the injection phase, in milliseconds. */
export interface InjectionLimits {
  /** How long a moment is waited for. */
  readonly momentMs: number;
  /** How long the phase takes at most: longer than any moment in it is waited for. */
  readonly phaseMs: number;
}

/**
 * The limits that the schedule and the starts of a plan need.
 *
 * @remarks A job that starts late reaches a moment late. A fault that comes after another one waits until that is healed,
 * and so does a job that starts after a fault.
 */
export function injectionLimits({ schedule, workload }: Pick<Plan, 'schedule' | 'workload'>): InjectionLimits {
  const lastStartMs = Math.max(0, ...workload.map((job) => job.startAfterMs ?? 0));
  const momentMs = MOMENT_LIMIT_MS + lastStartMs;
  const healedMs = new Map<string, number>();
  const healed = (id: string | undefined): number => healedMs.get(id ?? '') ?? 0;
  // A fault comes after earlier ones only.
  for (const planned of schedule) {
    const fromMs = healed(planned.after) + longestWait(planned, momentMs);
    healedMs.set(planned.id, fromMs + planned.healAfterMs + HEALING_LIMIT_MS);
  }
  const strikesMs = schedule.map((planned) => healed(planned.after) + elapsedMs(planned));
  const startsMs = workload.map((job) => healed(job.startAfterFault));
  return { momentMs, phaseMs: INJECTION_LIMIT_MS + lastStartMs + Math.max(0, ...strikesMs, ...startsMs) };
}

function longestWait(planned: PlannedFault, momentMs: number): number {
  return Math.max(momentMs, elapsedMs(planned));
}

/** A moment in time comes when it comes; it has no limit. */
function elapsedMs({ at }: PlannedFault): number {
  return at.kind === 'elapsed' ? at.ms : 0;
}
