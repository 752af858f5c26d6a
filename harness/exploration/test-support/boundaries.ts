import type { Boundary, Place, Side } from '../../model/crash-point.ts';

let calls = 0;

/** A boundary at a place, of a workflow named `w` unless said otherwise. */
export function boundaryAt(place: Place, atMs = 0, workflowId = 'w'): Boundary {
  calls += 1;
  const activityType = place.task === 'activity' ? 'work' : undefined;
  return { call: calls, component: 'worker-1', incarnation: 1, method: 'M', workflowId, activityType, place, atMs };
}

/** A place of a workflow task. */
export function taskPlace(
  number: number,
  exchange: 'handed-out' | 'completion' | 'failure',
  side: Side = 'reply',
): Place {
  return { task: 'workflow', number, exchange, side, attempt: 1 };
}

/** A place of an activity. */
export function activityPlace(
  activityId: string,
  exchange: Extract<Place, { task: 'activity' }>['exchange'],
  more: Partial<Extract<Place, { task: 'activity' }>> = {},
): Place {
  return { task: 'activity', activityId, exchange, side: 'reply', attempt: 1, ...more };
}
