import { expect } from 'chai';
import { asJson } from './json-value.ts';

describe('a value as JSON', () => {
  it('is itself where it is JSON, without undefined fields', () => {
    const value = { text: 'a', list: [1, null, true], nested: { left: undefined, kept: 0 } };
    expect(asJson(value)).to.deep.equal({ text: 'a', list: [1, null, true], nested: { kept: 0 } });
    expect(asJson(undefined)).to.equal(null);
  });

  it('is as it writes itself: dates, and digits of a bigint', () => {
    expect(asJson({ at: new Date(0), total: 9_007_199_254_740_993n })).to.deep.equal({
      at: '1970-01-01T00:00:00.000Z',
      total: '9007199254740993',
    });
  });

  it('is none where something would be lost', () => {
    class Money {
      readonly amount = 1;
    }
    const itself: { own?: unknown } = {};
    itself.own = itself;
    const lost = [new Map([[1, 2]]), new Set([1]), Buffer.from('a'), new Money(), Number.NaN, Symbol('a'), itself];
    for (const [index, value] of lost.entries()) expect(asJson({ value }), `value ${index}`).to.equal(undefined);
  });
});
