import type { Finding } from '../../model/check.ts';
import type { CrashPoint } from '../../model/crash-point.ts';
import type { Exploration, PointResult, PointState } from '../../model/exploration.ts';

/** A point's state, or `no-result`: nothing is known of it. */
export type ShownState = PointState | 'no-result';

/** A result beside its point. */
export interface PlacedResult {
  readonly point: CrashPoint;
  readonly result: PointResult;
}

/** Points that were not explored for the same reason. */
export interface OpenPoints {
  readonly reason: Exclude<ShownState, 'valid' | 'invalid'>;
  /** The point, the action meant for it, and the reason as far as it is known; result null: there is none. */
  readonly entries: readonly { readonly point: CrashPoint; readonly result: PointResult | null }[];
}

const gravity: Readonly<Record<ShownState, number>> = {
  valid: 0,
  'time-limit': 1,
  interrupted: 2,
  'no-result': 3,
  unreachable: 4,
  unproved: 5,
  invalid: 6,
};

/** The state by which several results of one point are shown: the gravest; a missing result is never valid. */
export function gravestState(results: readonly Pick<PointResult, 'state'>[]): ShownState {
  const [first, ...rest] = results.map(({ state }) => state);
  if (first === undefined) return 'no-result';
  return rest.reduce<ShownState>((worst, state) => (gravity[state] > gravity[worst] ? state : worst), first);
}

/** All results by the id of their point. */
export function resultsByPoint({ results }: Pick<Exploration, 'results'>): ReadonlyMap<string, readonly PointResult[]> {
  return Map.groupBy(results, ({ point }) => point);
}

/** The points with a result that proves a failure, in the order of the workflow. */
export function failingResults(exploration: Pick<Exploration, 'cases' | 'results'>): readonly PlacedResult[] {
  return placedResults(exploration).filter(({ result }) => result.state === 'invalid');
}

/** Each finding that is invalid: those of failing points, then those on the whole. */
export function invalidFindings(exploration: Pick<Exploration, 'cases' | 'results' | 'findings'>): readonly Finding[] {
  const ofPoints = failingResults(exploration).flatMap(({ result }) => result.findings);
  return [...ofPoints, ...exploration.findings].filter(({ verdict }) => verdict === 'invalid');
}

/** The points that were not explored, by reason, the gravest first; a point without any result is named as well. */
export function openPoints(exploration: Pick<Exploration, 'cases' | 'results'>): readonly OpenPoints[] {
  const placed = placedResults(exploration);
  const known = resultsByPoint(exploration);
  const unknown = pointsOf(exploration).filter(({ id }) => !known.has(id));
  const reasons = ['unproved', 'unreachable', 'no-result', 'interrupted', 'time-limit'] as const;
  return reasons.flatMap((reason) => {
    const entries: OpenPoints['entries'] =
      reason === 'no-result'
        ? unknown.map((point) => ({ point, result: null }))
        : placed.filter(({ result }) => result.state === reason);
    return entries.length === 0 ? [] : [{ reason, entries }];
  });
}

/** Every result of a point of the denominator, by case, then by the order of the workflow. */
export function placedResults(exploration: Pick<Exploration, 'cases' | 'results'>): readonly PlacedResult[] {
  const known = resultsByPoint(exploration);
  return pointsOf(exploration).flatMap((point) => (known.get(point.id) ?? []).map((result) => ({ point, result })));
}

/** Results of points outside the denominator: they are not counted, and the report says so. */
export function strayResults({ cases, results }: Pick<Exploration, 'cases' | 'results'>): readonly PointResult[] {
  const known = new Set(pointsOf({ cases }).map(({ id }) => id));
  return results.filter(({ point }) => !known.has(point));
}

function pointsOf({ cases }: Pick<Exploration, 'cases'>): readonly CrashPoint[] {
  return cases.flatMap(({ points }) => points.toSorted((a, b) => a.order - b.order));
}
