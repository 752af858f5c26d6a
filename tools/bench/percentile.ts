/** The spread of a set of measured values, all in the unit of the values. */
export interface Spread {
  /** How many values there were. */
  readonly n: number;
  readonly min: number;
  readonly p50: number;
  readonly p90: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/**
 * The nearest-rank percentile: the smallest value that at least that share of the values doesn't exceed.
 *
 * @remarks It is always a value that was measured, never one between two. Of fewer than 100 values the 99th percentile is
 * the largest.
 * @param share - from 0 (excluded) to 1: 0.95 for the 95th percentile
 * @throws RangeError where there is no value, or no such share.
 */
export function percentile(values: readonly number[], share: number): number {
  if (!(share > 0 && share <= 1)) throw new RangeError(`Expected a share above 0 and up to 1, but got ${share}.`);
  const sorted = values.toSorted((a, b) => a - b);
  const value = sorted[Math.ceil(share * sorted.length) - 1];
  if (value === undefined) throw new RangeError('Expected at least one value, but there is none.');
  return value;
}

/**
 * The spread of some values.
 *
 * @throws RangeError where there is none.
 */
export function spreadOf(values: readonly number[]): Spread {
  return {
    n: values.length,
    min: Math.min(...values),
    p50: percentile(values, 0.5),
    p90: percentile(values, 0.9),
    p95: percentile(values, 0.95),
    p99: percentile(values, 0.99),
    max: Math.max(...values),
  };
}
