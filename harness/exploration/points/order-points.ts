import { activityKey, asksService, type Boundary, type Place, placeKey } from '../../model/crash-point.ts';

/** The boundaries of one reference run of a case, in the order in which they came. */
export interface Reference {
  readonly workflowId: string;
  /** When the workflow was started, on the journal's clock, in milliseconds. */
  readonly startedMs: number;
  readonly boundaries: readonly Boundary[];
}

/** A place of a case with when it is reached. */
export interface OrderedPlace {
  readonly key: string;
  readonly place: Place;
  readonly activityType: string | undefined;
  /** The worker that made the call in the first reference that reached it. */
  readonly component: string;
  /** Median over the references, in milliseconds after the start. */
  readonly atMs: number;
  /** How many references reached it. */
  readonly references: number;
}

/**
 * The union of the places of all references, in an order that respects dependence.
 *
 * @remarks The order is that of the median times: a place that depends on another comes later in every run, so its
 * median is later too. Independent places may come in any order. Two cases that every workflow has are settled here, so
 * that all explorations agree. A heartbeat is sent by another thread than the request that follows it, and comes first.
 * The tasks that a completion causes may be dispatched before the worker hears that the completion is recorded. That
 * reply depends on its own request alone, and comes first.
 */
export function orderPlaces(references: readonly Reference[]): readonly OrderedPlace[] {
  const times = new Map<
    string,
    Pick<OrderedPlace, 'place' | 'activityType' | 'component'> & { readonly ms: number[] }
  >();
  for (const { startedMs, boundaries } of references) {
    const seen = new Set<string>();
    for (const { place, activityType, component, atMs } of boundaries) {
      const key = placeKey(place);
      if (seen.has(key)) continue;
      seen.add(key);
      const found = times.get(key) ?? { place, activityType, component, ms: [] };
      found.ms.push(atMs - startedMs);
      times.set(key, found);
    }
  }
  const places = [...times].map(([key, { ms, ...one }]) => {
    return { key, ...one, atMs: median(ms), references: ms.length };
  });
  const byTime = places.toSorted((a, b) => a.atMs - b.atMs || sideRank(a.place) - sideRank(b.place));
  return repliesFirst(heartbeatsFirst(byTime));
}

/** A request never stands behind its own reply, however coarse the clock. */
function sideRank(place: Place): number {
  return place.side === 'request' ? 0 : 1;
}

/** Moves each heartbeat before the requests of its activity that came while it was on its way. */
function heartbeatsFirst(places: readonly OrderedPlace[]): readonly OrderedPlace[] {
  const ordered: OrderedPlace[] = [];
  for (const one of places) {
    let at = ordered.length;
    if (isHeartbeat(one.place)) while (at > 0 && givesWay(ordered[at - 1]?.place, one.place)) at -= 1;
    ordered.splice(at, 0, one);
  }
  return ordered;
}

/** Moves each reply to a completion before the tasks that were dispatched since its request. */
function repliesFirst(places: readonly OrderedPlace[]): readonly OrderedPlace[] {
  const ordered = [...places];
  for (const one of places) {
    const { exchange, side } = one.place;
    if (exchange !== 'completion' || side !== 'reply') continue;
    const at = ordered.indexOf(one);
    const request = ordered.findIndex(({ key }) => key === placeKey({ ...one.place, side: 'request' }));
    const handedOut = ordered.findIndex(({ place }, index) => index > request && place.exchange === 'handed-out');
    // Without its request there is nothing to tell what it may go before.
    if (request === -1 || handedOut === -1 || handedOut > at) continue;
    ordered.splice(at, 1);
    ordered.splice(handedOut, 0, one);
  }
  return ordered;
}

function isHeartbeat(place: Place): boolean {
  return place.exchange === 'heartbeat';
}

/**
 * Whether what stands before a heartbeat is a request that the heartbeat can't depend on: it hasn't been answered yet.
 */
function givesWay(before: Place | undefined, heartbeat: Place): boolean {
  if (before?.task !== 'activity' || heartbeat.task !== 'activity') return false;
  const isRequest = asksService(before.exchange) || before.exchange === 'completion';
  return isRequest && before.side === 'request' && activityKey(before) === activityKey(heartbeat);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}
