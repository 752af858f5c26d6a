import { expect } from 'chai';
import type { Json } from '../../model/json.ts';
import { generatedPlaces, withoutGenerated } from './generated-values.ts';

const stateOf = (...orders: readonly Json[]): Json => ({ end: 'completed', tables: { orders } });
const order = (id: string, status = 'paid'): Json => ({ id, status });
const placesOf = (...states: readonly Json[]): readonly string[] => [...generatedPlaces(states)];

describe('the columns of tables that are generated', () => {
  it('are those of which no two end states have a value in common', () => {
    expect(placesOf(stateOf(order('a')), stateOf(order('b')), stateOf(order('c')))).to.deep.equal([
      '.tables.orders[*].id',
    ]);
    const severally = [stateOf(order('a'), order('b')), stateOf(order('c'), order('d'))];
    expect(placesOf(...severally)).to.deep.equal(['.tables.orders[*].id']);
  });

  it('are none of which two end states have the same value, as after a race that may go both ways', () => {
    const race = [stateOf(order('a', 'paid')), stateOf(order('b', 'paid')), stateOf(order('c', 'refunded'))];
    expect(placesOf(...race)).to.deep.equal(['.tables.orders[*].id']);
    expect(placesOf(stateOf(order('a')), stateOf(order('a')), stateOf(order('b')))).to.deep.equal([]);
  });

  it('are unknown from one end state, or where one has no row', () => {
    expect(placesOf(stateOf(order('a')))).to.deep.equal([]);
    expect(placesOf(stateOf(order('a')), stateOf())).to.deep.equal([]);
    expect(placesOf('no tables', { end: 'failed' })).to.deep.equal([]);
  });

  it('are the same word in an end state with its rows in any order, and nothing else is', () => {
    const places = new Set(['.tables.orders[*].id', '.tables.others[*].status']);
    const [one, other] = [stateOf(order('a', 'x'), order('b', 'y')), stateOf(order('c', 'y'), order('d', 'x'))];
    expect(withoutGenerated(one, places)).to.deep.equal(withoutGenerated(other, places));
    expect(withoutGenerated(one, places)).to.deep.equal(stateOf(order('<generated>', 'x'), order('<generated>', 'y')));
    for (const state of ['no tables', one]) expect(withoutGenerated(state, new Set())).to.equal(state);
  });
});

describe('the places of a result that are generated', () => {
  const result = (id: string, status = 'paid'): Json => ({ result: { id: `charge-${id}-1`, status, items: [1] } });

  it('are those at which each two of the references differ', () => {
    const places = generatedPlaces(['a', 'b', 'c'].map((id) => result(id)));
    expect([...places]).to.deep.equal(['.result.id']);
    expect(withoutGenerated(result('d'), places)).to.deep.equal(withoutGenerated(result('a'), places));
    expect(withoutGenerated(result('d', 'refused'), places)).not.to.deep.equal(withoutGenerated(result('a'), places));
  });

  it('are none where two references are the same, or there is one alone', () => {
    for (const ids of [['a', 'a', 'b'], ['a'], []]) expect(placesOf(...ids.map((id) => result(id)))).to.deep.equal([]);
  });

  it('are told item by item in a list, of which some are generated and others are not', () => {
    const places = generatedPlaces(['charge-1', 'charge-2', 'charge-3'].map((id) => ({ ids: ['order-of-1', id] })));
    expect([...places]).to.deep.equal(['.ids[1]']);
  });

  it('leave a list as long as it is, and what only some references have', () => {
    const places = generatedPlaces([{ ids: [1e6] }, { ids: [2e6] }, { ids: [3e6] }]);
    const [same, empty, reference] = [[4e6], [], [1e6]].map((ids) => withoutGenerated({ ids }, places));
    expect(same).to.deep.equal(reference);
    expect(empty).not.to.deep.equal(reference);
    expect(placesOf({ a: 1e6 }, { a: 2e6 }, {})).to.deep.equal([]);
  });

  it('are those of short texts that differ in their number alone, as a service counts what it makes', () => {
    const places = generatedPlaces(['ch_3', 'ch_15', 'ch_7'].map((id) => ({ result: id })));
    expect([...places]).to.deep.equal(['.result']);
    for (const values of [
      ['ch_1', 'ch_2', 'no'],
      ['ch_1', 're_2', 'ch_3'],
      ['ch_1', 'ch_1', 'ch_2'],
    ]) {
      expect(placesOf(...values.map((id) => ({ result: id }))), String(values)).to.deep.equal([]);
    }
  });

  it('are none of words and small numbers, in which a workflow may end in several ways', () => {
    for (const values of [
      ['paid', 'refused', 'timed-out'],
      [1, 2, 3],
      [true, false, null],
    ]) {
      expect(placesOf(...values)).to.deep.equal([]);
    }
  });
});
