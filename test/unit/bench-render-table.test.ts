import { expect } from 'chai';
import { renderTable } from '../../tools/bench/render-table.ts';

describe('renderTable', () => {
  const table = {
    title: 'A title',
    columns: ['', 'p50'],
    rows: [
      ['direct', '0.5'],
      ['both', '10.25'],
    ],
    notes: ['A note.'],
  };

  it('aligns names to the left and figures to the right, as wide as the widest', () => {
    const lines = ['A title', '          p50', '──────  ─────', 'direct    0.5', 'both    10.25', 'A note.'];
    expect(renderTable(table).split('\n')).to.deep.equal(lines);
  });

  it('leaves blank what a short row lacks, and no blanks at the end of a line', () => {
    const drawn = renderTable({ ...table, rows: [['alone']] });
    expect(drawn.split('\n').at(-2)).to.equal('alone');
  });
});
