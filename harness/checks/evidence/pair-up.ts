/** How a list of expected things and a list of actual ones go together. */
export interface Paired<E, A> {
  /** Those that belong together and do not fit. */
  readonly misfits: readonly (readonly [expected: E, actual: A])[];
  readonly missing: readonly E[];
  readonly extra: readonly A[];
}

/**
 * Pairs as many expected things as possible with actual ones that fit, at the same place if that one does. What is left
 * on both sides is paired in order.
 *
 * @remarks The same work may be done in another order lawfully, as by branches that run side by side.
 */
export function pairUp<E, A>(
  expected: readonly E[],
  actual: readonly A[],
  fits: (expected: E, actual: A) => boolean,
): Paired<E, A> {
  const takenBy = mostThatFit(expected, actual, fits);
  const fitting = new Set(takenBy.values());
  const left = expected.filter((_, index) => !fitting.has(index));
  const others = actual.filter((_, place) => !takenBy.has(place));
  return {
    misfits: left.slice(0, others.length).map((one, index) => [one, others[index] as A] as const),
    missing: left.slice(others.length),
    extra: others.slice(left.length),
  };
}

/**
 * Which expected thing takes the actual one at a place.
 *
 * @remarks One that fits two must not stay with the first if the second has no other: augmenting paths give a
 * {@link https://en.wikipedia.org/wiki/Maximum_cardinality_matching | maximum matching}.
 */
function mostThatFit<E, A>(
  expected: readonly E[],
  actual: readonly A[],
  fits: (expected: E, actual: A) => boolean,
): ReadonlyMap<number, number> {
  const takenBy = new Map<number, number>();
  const takes = (index: number, seen: Set<number>): boolean =>
    [index, ...actual.keys()].some((place) => {
      if (place >= actual.length || seen.has(place) || !fits(expected[index] as E, actual[place] as A)) return false;
      seen.add(place);
      const holder = takenBy.get(place);
      if (holder !== undefined && !takes(holder, seen)) return false;
      takenBy.set(place, index);
      return true;
    });
  for (const index of expected.keys()) takes(index, new Set());
  return takenBy;
}
