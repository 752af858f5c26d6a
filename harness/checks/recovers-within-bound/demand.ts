import { formatDuration } from '../../model/duration.ts';
import type { Evidence } from '../../model/evidence.ts';
import { entriesOf } from '../../model/journal.ts';
import { activityRecords, endOf } from '../evidence/activity-records.ts';
import { runOfTask } from '../evidence/run-of-task.ts';
import type { HeldUnit } from './strikes.ts';
import type { Never } from './why-never.ts';

/** What a plan demands beside what the system's own timeouts allow, both in milliseconds. */
export interface Limits {
  /** The bound of the system itself; null if a term of it is not known. */
  readonly boundMs: number | null;
  /** Undefined if the plan demands nothing. */
  readonly demandMs: number | undefined;
}

/** The shorter of both limits; Infinity if there is none. */
export function shortest({ boundMs, demandMs }: Limits): number {
  return Math.min(boundMs ?? Number.POSITIVE_INFINITY, demandMs ?? Number.POSITIVE_INFINITY);
}

/** Both limits side by side, as the end of a sentence; empty if the plan demands nothing. */
export function besideDemand({ boundMs, demandMs }: Limits): string {
  if (demandMs === undefined) return '';
  const allowed = boundMs === null ? 'no limit' : formatDuration(boundMs);
  return `; the plan demands ${formatDuration(demandMs)}, its own timeouts allow ${allowed}`;
}

/** The state of a unit that nothing continued while the run waited. */
export interface Unrecovered {
  readonly state: Never['state'] | 'late' | 'waiting';
  readonly remark: string;
}

/**
 * Why a unit that nothing continued isn't lost for good yet, or is late by the plan's demand.
 *
 * @remarks A run waits only as long as its plan says. If the system's own timeouts allow more, a unit that is still open
 * may yet come on, and the system did nothing wrong but by a demand of the plan.
 */
export function stillWaiting(evidence: Evidence, unit: HeldUnit, limits: Limits): Unrecovered | null {
  const waitedMs = waitEndMs(evidence) - unit.sinceMs;
  if (limits.boundMs === null || waitedMs >= limits.boundMs || !isOpen(evidence, unit)) return null;
  const waited = `Not continued in the ${formatDuration(waitedMs)} for which the run waited`;
  if (waitedMs > (limits.demandMs ?? Number.POSITIVE_INFINITY)) {
    return { state: 'late', remark: `${waited}${besideDemand(limits)}.` };
  }
  return { state: 'waiting', remark: `${waited}; its own timeouts allow ${formatDuration(limits.boundMs)}.` };
}

/** Whether the event history leaves the unit open: neither its activity nor its workflow has ended. */
function isOpen(evidence: Evidence, unit: HeldUnit): boolean {
  const { task, activityId } = unit;
  const history = runOfTask(evidence, unit);
  if (history === undefined || endOf(history) !== null) return false;
  if (task === 'workflow') return true;
  return activityRecords(history).some((one) => one.activityId === activityId && one.closes.length === 0);
}

function waitEndMs({ journal }: Evidence): number {
  const recovery = entriesOf(journal, 'phase').find((entry) => entry.phase === 'recovery' && entry.state === 'end');
  return recovery?.atMs ?? journal.at(-1)?.atMs ?? 0;
}
