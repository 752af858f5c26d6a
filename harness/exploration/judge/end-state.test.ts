import { expect } from 'chai';
import { generatedPlaces, stateDifferences } from './end-state.ts';

const state = (id: string, status = 'paid') => ({ result: { id: `charge-${id}-1`, status, items: [1] } });
const differs = (actual: string, status?: string, references = ['a', 'b', 'c']) => {
  const states = references.map((id) => state(id));
  return stateDifferences(state(actual, status), state('a'), generatedPlaces(states)).map(({ at }) => at);
};

describe('the end state of a reference', () => {
  it('expects nothing where each two of the references differ', () => {
    expect([...generatedPlaces([state('a'), state('b'), state('c')])]).to.deep.equal(['.result.id']);
    expect(differs('d')).to.deep.equal([]);
    expect(differs('d', 'refused')).to.deep.equal(['.result.status']);
  });

  it('expects one of the ways in which two references are the same, and all of a single one', () => {
    expect(differs('d', 'paid', ['a', 'a', 'b'])).to.deep.equal(['.result.id']);
    expect(differs('d', 'paid', ['a'])).to.deep.equal(['.result.id']);
    expect(generatedPlaces([]).size).to.equal(0);
  });

  it('expects a list to be as long, and what only some references have', () => {
    const generated = generatedPlaces([{ ids: [1e6] }, { ids: [2e6] }, { ids: [3e6] }]);
    expect(stateDifferences({ ids: [4e6] }, { ids: [1e6] }, generated)).to.deep.equal([]);
    expect(stateDifferences({ ids: [] }, { ids: [1e6] }, generated).map(({ at }) => at)).to.deep.equal(['.ids.length']);
    expect(generatedPlaces([{ a: 1e6 }, { a: 2e6 }, {}]).has('.a')).to.equal(false);
  });

  it('expects one of the words and small numbers in which the references end', () => {
    for (const values of [
      ['paid', 'refused', 'timed-out'],
      [1, 2, 3],
      [true, false, null],
    ]) {
      expect(generatedPlaces(values).size).to.equal(0);
    }
  });
});
