import { expect } from 'chai';
import { type BaseSource, basesDigest, officialBases } from './base-source.ts';

describe('basesDigest', () => {
  const others: BaseSource = { ...officialBases, identify: (base) => (base === 'NODE' ? 'another' : base) };

  it('covers the bases of an image and no others', () => {
    const changed: BaseSource = { ...others, identify: (base) => (base === 'NODE' ? 'a third' : base) };
    expect(basesDigest(['NODE'], changed)).not.to.equal(basesDigest(['NODE'], others));
    expect(basesDigest(['UI', 'DEBIAN'], changed)).to.equal(basesDigest(['UI', 'DEBIAN'], others));
  });

  it('differs between two sources of the same bases', () => {
    expect(basesDigest(['UI'], officialBases)).not.to.equal(basesDigest(['UI'], others));
  });
});
