import { expect } from 'chai';
import { leastSquares } from './least-squares.ts';

describe('leastSquares', () => {
  it('finds a line without an error where the points are on it', () => {
    const points = [0, 1, 2, 3].map((x) => ({ x, y: 2 * x + 1 }));
    expect(leastSquares(points)).to.deep.equal({ slope: 2, intercept: 1, slopeError: 0 });
  });

  it('says how uncertain the slope is', () => {
    // By hand: Σ(x − 1.5)y = 2 and Σ(x − 1.5)² = 5, so the slope is 0.4; the residuals leave 4 − 0.4² · 5 = 3.2.
    const points = [-1, 1, -1, 1].map((y, x) => ({ x, y }));
    const { slope, slopeError } = leastSquares(points);
    expect(slope).to.be.closeTo(0.4, 1e-9);
    expect(slopeError).to.be.closeTo(Math.sqrt(3.2 / 2 / 5), 1e-9);
  });

  it('refuses points that make no line', () => {
    expect(() => leastSquares([{ x: 0, y: 0 }])).to.throw(RangeError, /three points/);
    expect(() => leastSquares([1, 2, 3].map((y) => ({ x: 1, y })))).to.throw(RangeError, /different x/);
  });
});
