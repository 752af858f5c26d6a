import type { CrashPoint } from '../../harness/index.ts';
import { activityTypeOf, inOrder, isAt, isCharge, type Points, pointsWithin } from './crash-walk.ts';

interface Calls {
  readonly service: 'supabase' | 'outside';
  readonly side: 'request' | 'reply';
  /** Left out: of every type. */
  readonly type?: string;
}

/** The points at which a call to a service stands on that side. */
export function callsTo(points: Points, { service, side, type }: Calls): readonly string[] {
  return points
    .filter((point) => isAt(point, service, side) && (type === undefined || activityTypeOf(point) === type))
    .map(({ id }) => id);
}

/** Those of the points at which a service has answered. */
export function atRepliesOfServices(points: Points, ids: readonly string[]): readonly string[] {
  const isAnswer = (point: CrashPoint): boolean => isAt(point, 'supabase', 'reply') || isAt(point, 'outside', 'reply');
  return points.filter((point) => ids.includes(point.id) && isAnswer(point)).map(({ id }) => id);
}

/** From what opens to the record of the activity's completion: in between, it is done and done again. */
export function untilCompleted(points: Points, opens: Parameters<typeof pointsWithin>[1]['opens']): readonly string[] {
  return pointsWithin(points, { opens, closes: (point) => isAt(point, 'completion', 'reply') });
}

/** A page is asked for again that a recorded heartbeat covers. */
export function progressIgnored(points: Points): readonly string[] {
  return untilCompleted(points, (point) => isAt(point, 'heartbeat', 'reply'));
}

/** A recorded heartbeat says of a page that it is done, and the page is not asked for yet. */
export function progressAhead(points: Points): readonly string[] {
  return pointsWithin(points, { opens: (point) => isAt(point, 'heartbeat', 'reply'), closes: isCharge });
}

/** Published, and neither the guard nor Temporal knows it yet. The guard is a request that the good system doesn't make. */
export function publishedUnguarded(points: Points): readonly string[] {
  return pointsWithin(points, {
    opens: (point) => isCharge(point) && activityTypeOf(point) === 'publish',
    closes: (point) => isAt(point, 'supabase', 'reply') || isAt(point, 'completion', 'reply'),
  });
}

export function isHandedOut(point: CrashPoint, type: string): boolean {
  return isAt(point, 'handed-out', 'reply') && activityTypeOf(point) === type;
}

/** The record of a workflow task that asks for an activity and for nothing else, not yet heard by the worker. */
export function askingFor(points: Points, type: string): readonly string[] {
  const ordered = inOrder(points);
  return ordered
    .filter(({ place: { task, exchange, side } }, index) => {
      const next = ordered[index + 1];
      const isRecord = task === 'workflow' && exchange === 'completion' && side === 'reply';
      return isRecord && next !== undefined && isHandedOut(next, type);
    })
    .map(({ id }) => id);
}

/** An extraction is asked for, and its completion is not recorded: there will be another attempt. */
export function extractedAgain(points: Points): readonly string[] {
  const handedOut = (point: CrashPoint): boolean => isHandedOut(point, 'extractPages');
  return [...askingFor(points, 'extractPages'), ...untilCompleted(points, handedOut)];
}
