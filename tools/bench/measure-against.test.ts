import { expect } from 'chai';
import { comparisonsOf } from './measure-against.ts';

describe('comparisonsOf', () => {
  it('divides the median here by the other one', () => {
    const here = [{ 'run: whole': 10 }, { 'run: whole': 30 }, { 'run: whole': 12 }];
    const other = [{ 'run: whole': 24 }, { 'run: whole': 20 }, { 'run: whole': 90 }];
    const [whole, ...more] = comparisonsOf(here, other);
    expect(whole).to.include({ name: 'run: whole', ratio: 0.5 });
    expect(whole?.here).to.include({ n: 3, min: 10, p50: 12, max: 30 });
    expect(whole?.other).to.include({ n: 3, min: 20, p50: 24, max: 90 });
    expect(more).to.deep.equal([]);
  });

  it('leaves out a figure that only one of them has', () => {
    expect(comparisonsOf([{ a: 1, b: 2 }], [{ b: 4, c: 1 }]).map(({ name }) => name)).to.deep.equal(['b']);
  });
});
