import { expect } from 'chai';
import { statusSchema } from './daemon-api.ts';
import { takeStatus } from './take-status.ts';
import { type ToyStack, toyStack } from './test-support/toy-stack.ts';

describe('takeStatus', () => {
  const of = ({ stack, journal }: ToyStack): Parameters<typeof takeStatus>[0] => {
    const addresses = { ...stack.addresses, outsideWorldUrl: 'http://o', toxiproxyUrl: 'http://t' };
    const named = { runId: 'r', since: new Date(0).toISOString(), folder: '/f', envFile: '/f/.env', faults: [] };
    return { ...named, stack: { ...stack, addresses }, journal };
  };

  it('reports each component and link, and never the key', async () => {
    const toy = toyStack();
    toy.down.add('worker-2');
    const status = await takeStatus(of(toy));
    expect(statusSchema.parse(status)).to.deep.equal(status);
    const states = status.components.map(({ name, state, health }) => `${name} ${state} ${health?.ok ?? '-'}`);
    expect(states).to.deep.equal(['worker-1 running -', 'worker-2 down -', 'temporal running true']);
    expect(status.links.map(({ reading }) => reading?.enabled)).to.deep.equal([true, true, true, true]);
    expect(JSON.stringify(status)).not.to.include('secret-key');
  });

  it('does not know of the links where Toxiproxy is silent', async () => {
    const toy = toyStack();
    toy.down.add('toxiproxy');
    const { links } = await takeStatus(of(toy));
    expect(links.map(({ reading }) => reading)).to.deep.equal([null, null, null, null]);
  });

  it('reads nothing that was seen before', async () => {
    const toy = toyStack();
    toy.journal.write({ kind: 'probe', target: 'worker-1', ok: false, latencyMs: 1 });
    const { components } = await takeStatus(of(toy));
    expect(components[0]?.health).to.equal(null);
  });
});
