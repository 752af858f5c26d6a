import { expect } from 'chai';
import { grouped } from './grouped.ts';

describe('grouped', () => {
  const byParity = grouped((number: number) => number % 2);

  it('has the items of each group in order, also after the list has grown', () => {
    const numbers = [5, 2, 3];
    expect(byParity(numbers, 1)).to.deep.equal([5, 3]);
    expect(byParity(numbers, 7)).to.deep.equal([]);
    numbers.push(1);
    expect(byParity(numbers, 1)).to.deep.equal([5, 3, 1]);
    expect(byParity(numbers, 0)).to.deep.equal([2]);
  });

  it('knows one list from another', () => {
    expect(byParity([1], 1)).to.deep.equal([1]);
    expect(byParity([3], 1)).to.deep.equal([3]);
  });
});
