import type { FaultRow } from '../../daemon/daemon-api.ts';
import { formatDuration } from '../../model/duration.ts';
import { inColumns } from '../../reporting/text/cells.ts';

/** The faults in force, for people: id, state, target, since when, and how long until they heal. */
export function describeFaults(faults: readonly FaultRow[], nowMs: number): readonly string[] {
  if (faults.length === 0) return ['No fault is in force.'];
  return [
    ...inColumns([['FAULT', 'STATE', 'ON', 'SINCE', 'HEALS'], ...faults.map((fault) => faultRow(fault, nowMs))]),
    ...faults.flatMap(({ id, message }) => (message === null ? [] : [`${id}: ${message}`])),
  ];
}

/** What is left of the lease of a fault, in milliseconds; null if it has not begun, or has no meaning any more. */
export function leaseLeftMs({ state, healsAt }: FaultRow, nowMs: number): number | null {
  return state !== 'in force' || healsAt === null ? null : Math.max(0, Date.parse(healsAt) - nowMs);
}

/** The time of day of an instant, here. */
export function clockTime(instant: string): string {
  return new Date(instant).toTimeString().slice(0, 8);
}

function faultRow(fault: FaultRow, nowMs: number): readonly string[] {
  const { id, state, target, since, healsAt } = fault;
  const leftMs = healsAt === null ? 0 : Date.parse(healsAt) - nowMs;
  const on = target.link ?? `${target.component}, incarnation ${target.incarnation}`;
  const heals = state === 'unhealed' ? 'could not be' : leftMs > 0 ? `in ${formatDuration(leftMs)}` : 'now';
  return [id, state, on, since === null ? '–' : clockTime(since), heals];
}
