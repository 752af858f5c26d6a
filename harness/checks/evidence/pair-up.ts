/** How a list of expected things and a list of actual ones go together. */
export interface Paired<E, A> {
  /** Those that belong together and do not fit. */
  readonly misfits: readonly (readonly [expected: E, actual: A])[];
  readonly missing: readonly E[];
  readonly extra: readonly A[];
}

/**
 * Pairs each expected thing with an actual one that fits: the one at the same place, or else the first elsewhere. What is
 * left on both sides is paired in order.
 *
 * @remarks The same work may be done in another order lawfully, as by branches that run side by side.
 */
export function pairUp<E, A>(
  expected: readonly E[],
  actual: readonly A[],
  fits: (expected: E, actual: A) => boolean,
): Paired<E, A> {
  const places = new Set(actual.keys());
  const take = (place: number): boolean => places.delete(place);
  const isAt = (one: E, place: number): boolean => places.has(place) && fits(one, actual[place] as A);
  const elsewhere = expected.filter((one, place) => !(isAt(one, place) && take(place)));
  const left = elsewhere.filter((one) => {
    const place = [...places].find((at) => isAt(one, at));
    return place === undefined || !take(place);
  });
  const others = [...places].map((place) => actual[place] as A);
  return {
    misfits: left.slice(0, others.length).map((one, index) => [one, others[index] as A] as const),
    missing: left.slice(others.length),
    extra: others.slice(left.length),
  };
}
