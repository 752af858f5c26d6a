/** A straight line through points. */
export interface Line {
  readonly slope: number;
  readonly intercept: number;
  /** The standard error of the slope. */
  readonly slopeError: number;
}

/**
 * The line that fits points best, by least squares.
 *
 * @throws RangeError where there are fewer than three points, or all have the same x.
 */
export function leastSquares(points: readonly { readonly x: number; readonly y: number }[]): Line {
  const n = points.length;
  if (n < 3) throw new RangeError(`Expected three points or more, but got ${n}.`);
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / n;
  const [meanX, meanY] = [mean(points.map(({ x }) => x)), mean(points.map(({ y }) => y))];
  const spread = points.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0);
  if (spread === 0) throw new RangeError('Expected points of different x, but all have the same.');
  const slope = points.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0) / spread;
  const intercept = meanY - slope * meanX;
  const residual = points.reduce((sum, { x, y }) => sum + (y - intercept - slope * x) ** 2, 0);
  return { slope, intercept, slopeError: Math.sqrt(residual / (n - 2) / spread) };
}
