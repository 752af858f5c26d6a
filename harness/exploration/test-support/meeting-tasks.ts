import { type CrashPoint, type Place, placeKey } from '../../model/crash-point.ts';
import type { Meeting } from '../points/meetings.ts';
import type { PointTask } from '../strike/point-task.ts';
import { taskPlace } from './boundaries.ts';
import { pointAt, struckAt } from './struck.ts';

/** The way of a workflow: its task is dispatched, reported on, and the report is answered. */
export const places: readonly Place[] = [
  taskPlace(1, 'handed-out'),
  taskPlace(1, 'completion', 'request'),
  taskPlace(1, 'completion'),
];
const keys = places.map((place) => placeKey(place));
/** The one place of it where workflows meet. */
export const meeting: Meeting = { key: keys[1] ?? '', order: 1, atMs: 30, holdMs: 1000 };

/** A task with its point at one of {@link places}. */
export function taskTo(order: number, { jobs = [] }: Partial<PointTask['known']> = {}): PointTask {
  const place = places[order] ?? taskPlace(1, 'handed-out');
  const point: CrashPoint = { ...pointAt(place), order, atMs: 20 * (order + 1) };
  const { task } = struckAt(place);
  const ordered = { keys, certain: new Set(keys), settles: new Map() };
  return { ...task, point, known: { ...task.known, jobs, order: ordered, meetings: [meeting] } };
}
