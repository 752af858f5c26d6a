import type { Json } from '../../model/json.ts';
import { type LeafDifference, leafDifferences, leavesOf } from '../../model/json-leaves.ts';

/** So many characters, or so large a number, has what is generated at least. */
const LEAST = { length: 8, number: 100_000 } as const;

/**
 * The places of end states at which each two of them differ, by what looks generated: ids, times.
 *
 * @remarks Elsewhere the workflow may end in several ways, and must end in one of them. A status is a word without a
 * digit, and a count is a small number.
 */
export function generatedPlaces(states: readonly Json[]): ReadonlySet<string> {
  const all = states.map((state) => leavesOf(state));
  const [first] = all;
  if (first === undefined || all.length < 2) return new Set();
  return new Set(
    [...first.keys()].filter((at) => {
      const values = all.map((leaves) => leaves.get(at));
      return values.every((value) => looksGenerated(value)) && new Set(values).size === values.length;
    }),
  );
}

function looksGenerated(value: Json | undefined): boolean {
  if (typeof value === 'number') return Math.abs(value) >= LEAST.number;
  return typeof value === 'string' && value.length >= LEAST.length && /\d/.test(value);
}

/** Where an end state differs from that of a reference, but for what is generated anew in each run. */
export function stateDifferences(
  actual: Json,
  expected: Json,
  generated: ReadonlySet<string>,
): readonly LeafDifference[] {
  return leafDifferences(leavesOf(expected), leavesOf(actual)).filter(({ at }) => !generated.has(at));
}
