import { expect } from 'chai';
import { inColumns } from './cells.ts';

describe('inColumns', () => {
  const rows = [
    ['', 'p50', 'n'],
    ['direct', '0.5', '100'],
    ['both', '10.25', '7'],
  ];

  it('makes each column as wide as its widest cell, with no blanks at the end of a line', () => {
    expect(inColumns(rows)).to.deep.equal(['        p50    n', 'direct  0.5    100', 'both    10.25  7']);
  });

  it('puts figures to the right', () => {
    expect(inColumns(rows, 'figures')).to.deep.equal([
      '          p50    n',
      'direct    0.5  100',
      'both    10.25    7',
    ]);
  });

  it('leaves blank what a short row lacks', () => {
    expect(inColumns([['a', 'b'], ['alone']])).to.deep.equal(['a      b', 'alone']);
  });
});
