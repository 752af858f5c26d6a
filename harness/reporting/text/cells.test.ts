import { expect } from 'chai';
import { cutTo, inColumns, padTo, widthOf } from './cells.ts';

describe('cells of a terminal', () => {
  it('are two for an emoji and a Chinese character, none for an escape code', () => {
    expect(['abc', '✓ ä', '支払い', '👩‍👩‍👧', '\u001b[1mbold\u001b[22m'].map(widthOf)).to.deep.equal([3, 3, 6, 2, 4]);
  });

  it('are never exceeded by a text that is cut, and no character is cut in two', () => {
    expect(cutTo('recovery · 1.2 s', 8)).to.equal('recovery');
    expect(cutTo('支払い', 5)).to.equal('支払');
    expect(cutTo('a👩‍👩‍👧b', 2)).to.equal('a');
    expect(cutTo('a👩‍👩‍👧b', 4)).to.equal('a👩‍👩‍👧b');
    expect(cutTo('abc', 0)).to.equal('');
  });

  it('are what columns are as wide as', () => {
    expect(padTo('支', 4)).to.equal('支  ');
    expect(
      inColumns([
        ['name', 'n', 'last'],
        ['支払い', '10', ''],
        ['x', '1', 'y'],
      ]),
    ).to.deep.equal(['name    n   last', '支払い  10', 'x       1   y']);
  });
});
