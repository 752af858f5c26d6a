import { type AddressInfo, createServer } from 'node:net';
import { expect } from 'chai';
import { HarnessError } from '../errors.ts';
import { isFree, PortPicker } from './port-picker.ts';

describe('PortPicker', () => {
  it('stays below the ephemeral range and never gives the same port twice in a row', async () => {
    const picker = new PortPicker({}, async () => true);
    const ports = await Promise.all(Array.from({ length: 50 }, async () => picker.pick()));
    expect(new Set(ports).size).to.equal(50);
    expect(Math.max(...ports)).to.be.below(32_768);
    expect(Math.min(...ports)).to.be.at.least(10_240);
  });

  it('passes taken ports by', async () => {
    const taken = new Set<number>();
    const picker = new PortPicker({}, async (port) => port % 2 === 0 || !taken.add(port));
    for (let n = 0; n < 5; n += 1) expect((await picker.pick()) % 2).to.equal(0);
    expect(taken.size).to.be.at.least(4);
  });

  it('says so when nothing is free', async () => {
    const error = await new PortPicker({}, async () => false).pick().catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(HarnessError).with.property('code', 'CHAOS_PORT_TAKEN');
  });

  it('takes the port that the environment asks for, and refuses one that is in use or no port', async () => {
    expect(await new PortPicker({ CHAOS_TEMPORAL_PORT: '7233' }, async () => true).pickFor('temporal')).to.equal(7233);
    const taken = new PortPicker({ CHAOS_OUTSIDE_WORLD_PORT: '8080' }, async () => false);
    const error = await taken.pickFor('outside-world').catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(HarnessError).with.property('code', 'CHAOS_PORT_TAKEN');
    expect((error as Error).message).to.contain('CHAOS_OUTSIDE_WORLD_PORT');
    const bad = await new PortPicker({ CHAOS_TEMPORAL_PORT: 'x' })
      .pickFor('temporal')
      .catch((thrown: unknown) => thrown);
    expect(bad).to.be.instanceOf(HarnessError).with.property('code', 'CHAOS_USAGE');
  });

  it('takes the usual port where the environment says nothing, and says how to have another', async () => {
    const usual = { temporal: 7233 };
    expect(await new PortPicker({}, async () => true, usual).pickFor('temporal')).to.equal(7233);
    expect(await new PortPicker({ CHAOS_TEMPORAL_PORT: '7300' }, async () => true, usual).pickFor('temporal')).to.equal(
      7300,
    );
    const error = await new PortPicker({}, async () => false, usual).pickFor('temporal').catch((thrown) => thrown);
    expect(error).to.be.instanceOf(HarnessError).with.property('code', 'CHAOS_PORT_TAKEN');
    expect((error as Error).message).to.contain('set CHAOS_TEMPORAL_PORT to another port');
  });

  it('sees a real listener', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    expect(await isFree(port)).to.equal(false);
    await new Promise((resolve) => server.close(resolve));
    expect(await isFree(port)).to.equal(true);
  });
});
