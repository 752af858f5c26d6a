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
    const first = gate.hold(0, 0).then(() => told.push('first'));
    gate.came(2);
    await Promise.resolve();
    expect(told).to.deep.equal([]);
    await Promise.all([gate.hold(3, 0), first]);
    expect(told).to.deep.equal(['first']);
  });

  it('holds no call for longer than its limit, though its turn comes later: calls have deadlines', async () => {
    const gate = new StartGate([0, 1], signal, 300);
    const beginMs = performance.now();
    await gate.hold(0, 5000);
    const heldMs = performance.now() - beginMs;
    expect(heldMs).to.be.within(250, 1000);
    await gate.hold(1, 10);
    expect(performance.now() - beginMs - heldMs).to.be.lessThan(200);
  });

  it('opens if the exploration ends', async () => {
    const stop = new AbortController();
    const gate = new StartGate([0], stop.signal);
    stop.abort(new Error('interrupted'));
    await gate.opened;
  });
});
