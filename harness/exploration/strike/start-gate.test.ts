import { expect } from 'chai';
import { StartGate } from './start-gate.ts';

const { signal } = new AbortController();

describe('the gate before the starts of a front', () => {
  it('is open if no command starts anything', async () => {
    await new StartGate([], signal).opened;
  });

  it('opens once all have come, or were given up', async () => {
    const told: string[] = [];
    const gate = new StartGate([0, 2, 3], signal);
    const first = gate.pass(0).then(() => told.push('first'));
    gate.came(2);
    await Promise.resolve();
    expect(told).to.deep.equal([]);
    await Promise.all([gate.pass(3), first]);
    expect(told).to.deep.equal(['first']);
  });

  it('opens if the exploration ends', async () => {
    const stop = new AbortController();
    const gate = new StartGate([0], stop.signal);
    stop.abort(new Error('interrupted'));
    await gate.opened;
  });
});
