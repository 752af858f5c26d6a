import { expect } from 'chai';
import { pairUp } from './pair-up.ts';

const same = (a: string, b: string): boolean => a === b;

describe('pairUp', () => {
  it('pairs what fits, at its place or elsewhere, and leaves nothing of it', () => {
    const nothing = { misfits: [], missing: [], extra: [] };
    expect(pairUp(['a', 'b', 'b'], ['a', 'b', 'b'], same)).to.deep.equal(nothing);
    expect(pairUp(['a', 'b', 'c'], ['c', 'a', 'b'], same)).to.deep.equal(nothing);
    expect(pairUp([], [], same)).to.deep.equal(nothing);
  });

  it('pairs the rest in order, and names what is missing or extra', () => {
    expect(pairUp(['a', 'b', 'c'], ['a', 'x', 'c'], same).misfits).to.deep.equal([['b', 'x']]);
    expect(pairUp(['a', 'b', 'c'], ['c', 'x'], same)).to.deep.equal({
      misfits: [['a', 'x']],
      missing: ['b'],
      extra: [],
    });
    expect(pairUp(['a'], ['x', 'a', 'y'], same)).to.deep.equal({ misfits: [], missing: [], extra: ['x', 'y'] });
  });

  it('gives up no pair for one that fits two', () => {
    const begins = (a: string, b: string): boolean => b.startsWith(a);
    const nothing = { misfits: [], missing: [], extra: [] };
    expect(pairUp(['a', 'ab'], ['ab', 'ac'], begins)).to.deep.equal(nothing);
    expect(pairUp(['a', 'abc', 'ab'], ['abc', 'abd', 'ac'], begins)).to.deep.equal(nothing);
    expect(pairUp(['a', 'ab'], ['ac', 'ad'], begins).misfits).to.deep.equal([['ab', 'ad']]);
  });
});
