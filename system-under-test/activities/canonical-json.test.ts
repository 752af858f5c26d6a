import { expect } from 'chai';
import { canonicalJson, digestOf } from './canonical-json.ts';

describe('canonicalJson', () => {
  it('orders keys at every depth and leaves lists as they are', () => {
    const value = { b: [{ z: 1, a: null }, 'x'], a: { d: true, c: 1.5 } };
    expect(canonicalJson(value)).to.equal('{"a":{"c":1.5,"d":true},"b":[{"a":null,"z":1},"x"]}');
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
