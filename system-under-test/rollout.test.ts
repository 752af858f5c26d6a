import { expect } from 'chai';
import { assert, integer, property, string } from 'fast-check';
import { isInRollout } from './rollout.ts';

describe('isInRollout', () => {
  it('takes none at 0 and all at 100', () => {
    assert(property(string(), (document) => !isInRollout(document, 0) && isInRollout(document, 100)));
  });

  it('never loses a document as the share grows', () => {
    const share = integer({ min: 0, max: 100 });
    assert(
      property(string(), share, share, (document, a, b) => {
        const [less, more] = a < b ? [a, b] : [b, a];
        return !isInRollout(document, less) || isInRollout(document, more);
      }),
    );
  });

  it('takes about the share it is told', () => {
    const taken = Array.from({ length: 10_000 }, (_, n) => isInRollout(`document-${n}`, 30)).filter(Boolean).length;
    expect(taken).to.be.within(2800, 3200);
  });

  it('decides the same everywhere', () => {
    // printf '%s' document-01 | sha256sum → first four bytes modulo 100
    const bucket = 43;
    expect(isInRollout('document-01', bucket)).to.equal(false);
    expect(isInRollout('document-01', bucket + 1)).to.equal(true);
  });
});
