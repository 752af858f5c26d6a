import type { CrashPoint, Json } from '../../harness/index.ts';

/** The points of one case in their order: whatever depends on a point comes later. */
export type Points = readonly CrashPoint[];

/** What is open between two moments of the same activity, while which a crash does harm. */
export interface Opening {
  readonly activityId: string;
  /** Which request of its attempt opened it; 0 where it is no request. */
  readonly nth: number;
}

/** When harm becomes possible, and when it is over. */
export interface Window {
  /** Whether what happens at this point opens a window. */
  opens(point: CrashPoint): boolean;
  /** Whether what happens at this point of the same activity closes it. */
  closes(point: CrashPoint, opening: Opening): boolean;
}

/**
 * The ids of the points at which a crash falls into a window.
 *
 * @remarks A crash at a point means: all that comes before it in order has happened, and nothing that comes after. A
 * call that is held as a request hasn't been executed; one that is held as a reply has. That is so only where whatever
 * else the same workflow does is held as well while its call is.
 */
export function pointsWithin(points: Points, window: Window): readonly string[] {
  let open: readonly Opening[] = [];
  return inOrder(points).flatMap((point) => {
    const activityId = activityIdOf(point);
    open = open.filter((one) => one.activityId !== activityId || !window.closes(point, one));
    if (activityId !== null && window.opens(point)) open = [...open, { activityId, nth: nthOf(point) }];
    return open.length > 0 ? [point.id] : [];
  });
}

/**
 * The points at which, when the process dies, a charge is applied that no completion or heartbeat recorded by the
 * server covers: where effects without an idempotency key are charged twice.
 */
export function expectedDoubles(points: Points): readonly string[] {
  return pointsWithin(points, { opens: isCharge, closes: covers });
}

/** The outside world has executed a request of an activity. */
export function isCharge(point: CrashPoint): boolean {
  return isAt(point, 'outside', 'reply');
}

/** Whether the server has recorded, by this point, that the charge was made: by a heartbeat that tells of it, or for good. */
export function covers(point: CrashPoint, { nth }: Opening): boolean {
  if (isAt(point, 'completion', 'reply')) return true;
  return isAt(point, 'heartbeat', 'reply') && pagesDone(point) >= nth;
}

/** Whether a point is of an activity, at that exchange and on that side. */
export function isAt({ place }: CrashPoint, exchange: CrashPoint['place']['exchange'], side: string): boolean {
  return place.task === 'activity' && place.exchange === exchange && place.side === side;
}

/** The type of the activity that a point is of; null of a workflow task. */
export function activityTypeOf({ place, step }: CrashPoint): string | null {
  return place.task === 'activity' ? (step.split('[', 1)[0] ?? null) : null;
}

/** The id of the activity that a point is of; null of a workflow task. */
export function activityIdOf({ place }: CrashPoint): string | null {
  return place.task === 'activity' ? place.activityId : null;
}

/** Which request of its attempt a point is of; 0 where it is of none. */
export function nthOf({ place }: CrashPoint): number {
  return place.task === 'activity' ? (place.nth ?? 0) : 0;
}

/** Up to which page or line a heartbeat tells of; its place has the name of the progress, such as `page 2`. */
export function pagesDone({ place }: CrashPoint): number {
  const details: Json | undefined = place.task === 'activity' ? place.details : undefined;
  return typeof details === 'string' ? Number(/^(?:page|line) (\d+)$/.exec(details)?.[1] ?? 0) : 0;
}

/** The points in their order: whatever depends on a point comes after it. */
export function inOrder(points: Points): Points {
  return points.toSorted((a, b) => a.order - b.order);
}
