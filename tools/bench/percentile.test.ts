import { expect } from 'chai';
import fc from 'fast-check';
import { percentile, spreadOf } from './percentile.ts';

const values = fc.array(fc.double({ noNaN: true, min: -1e9, max: 1e9 }), { minLength: 1 });
const share = fc.double({ noNaN: true, min: Number.MIN_VALUE, max: 1 });

describe('percentile', () => {
  it('is the nearest rank, in whatever order the values come', () => {
    const ten = [7, 1, 10, 4, 2, 9, 3, 8, 5, 6];
    expect([0.1, 0.5, 0.51, 0.95, 1].map((one) => percentile(ten, one))).to.deep.equal([1, 5, 6, 10, 10]);
  });

  it('sorts by size, not as text', () => {
    expect(percentile([100, 9, 20], 0.5)).to.equal(20);
  });

  it('is a measured value that at least that share of the values does not exceed, and the smallest such', () => {
    fc.assert(
      fc.property(values, share, (measured, wanted) => {
        const found = percentile(measured, wanted);
        expect(measured).to.include(found);
        const below = measured.filter((one) => one < found).length;
        const upTo = measured.filter((one) => one <= found).length;
        expect(upTo >= wanted * measured.length && below < wanted * measured.length).to.equal(true);
      }),
    );
  });

  it('leaves the values in their order', () => {
    const measured = [3, 1, 2];
    percentile(measured, 0.5);
    expect(measured).to.deep.equal([3, 1, 2]);
  });

  it('refuses to make a figure of nothing, or of no share', () => {
    expect(() => percentile([], 0.5)).to.throw(RangeError);
    for (const wrong of [0, -1, 1.01, 50, Number.NaN]) {
      expect(() => percentile([1], wrong), String(wrong)).to.throw(RangeError);
    }
  });
});

describe('spreadOf', () => {
  it('tells how many there were, and is in order', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => index + 1);
    expect(spreadOf(hundred)).to.deep.equal({ n: 100, min: 1, p50: 50, p90: 90, p95: 95, p99: 99, max: 100 });
  });

  it('refuses to be one of nothing', () => {
    expect(() => spreadOf([])).to.throw(RangeError);
  });
});
