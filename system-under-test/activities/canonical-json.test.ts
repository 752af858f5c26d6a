import { expect } from 'chai';
import { digestOf } from './canonical-json.ts';

describe('digestOf', () => {
  it('does not depend on the order of keys, at any depth, and does on that of lists', () => {
    const value = { b: [{ z: 1, a: null }, 'x'], a: { d: true, c: 1.5 } };
    expect(digestOf(value)).to.equal(digestOf({ a: { c: 1.5, d: true }, b: [{ a: null, z: 1 }, 'x'] }));
    expect(digestOf(value)).not.to.equal(digestOf({ ...value, b: value.b.toReversed() }));
  });

  it('has a digest that anyone can compute', () => {
    // printf '%s' '[{"a":[true,null],"b":1}]' | sha256sum
    expect(digestOf([{ b: 1, a: [true, null] }])).to.equal(
      'eb19bc95032965fea04a96f019a65aec7951a2b4256e3ead92336d746b298dfa',
    );
    // printf '%s' '[]' | sha256sum
    expect(digestOf([])).to.equal('4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945');
  });
});
