import { expect } from 'chai';
import type { Json } from '../../model/json.ts';
import { generatedColumns, withoutColumns } from './generated-columns.ts';

const stateOf = (...orders: readonly Json[]): Json => ({ end: 'completed', tables: { orders } });
const order = (id: string, status = 'paid'): Json => ({ id, status });

describe('the columns that differ in each run', () => {
  it('are those of which no two end states have a value in common', () => {
    const states = [stateOf(order('a')), stateOf(order('b')), stateOf(order('c'))];
    expect([...generatedColumns(states)]).to.deep.equal(['orders.id']);
    const severally = [stateOf(order('a'), order('b')), stateOf(order('c'), order('d'))];
    expect([...generatedColumns(severally)]).to.deep.equal(['orders.id']);
  });

  it('are none of which two end states have the same value, as after a race that may go both ways', () => {
    const race = [stateOf(order('a', 'paid')), stateOf(order('b', 'paid')), stateOf(order('c', 'refunded'))];
    expect([...generatedColumns(race)]).to.deep.equal(['orders.id']);
    expect([...generatedColumns([stateOf(order('a')), stateOf(order('a')), stateOf(order('b'))])]).to.deep.equal([]);
  });

  it('are unknown from one end state, or where one has no row', () => {
    expect([...generatedColumns([stateOf(order('a'))])]).to.deep.equal([]);
    expect([...generatedColumns([stateOf(order('a')), stateOf()])]).to.deep.equal([]);
    expect([...generatedColumns(['no tables', { end: 'failed' }])]).to.deep.equal([]);
  });

  it('are left out of an end state with its rows in any order, and nothing else is', () => {
    const columns = new Set(['orders.id', 'others.status']);
    const [one, other] = [stateOf(order('a', 'x'), order('b', 'y')), stateOf(order('c', 'y'), order('d', 'x'))];
    expect(withoutColumns(one, columns)).to.deep.equal(withoutColumns(other, columns));
    expect(withoutColumns(one, columns)).to.deep.equal(stateOf({ status: 'x' }, { status: 'y' }));
    for (const state of ['no tables', one]) expect(withoutColumns(state, new Set())).to.equal(state);
  });
});
