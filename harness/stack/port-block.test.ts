import { expect } from 'chai';
import { claimPortBlock, ephemeralLow, ownPortBlock } from './port-block.ts';
import { isFree, PortPicker } from './port-picker.ts';

describe('a block of ports', () => {
  it('is claimed once: two claims share no port, as those of two runs at once', async () => {
    const [one, other] = await Promise.all([claimPortBlock(), claimPortBlock()]);
    const ports = Array.from({ length: one.size }, () => one.next());
    expect(new Set(ports).size).to.equal(one.size);
    for (let turn = 0; turn < other.size; turn += 1) expect(ports).to.not.include(other.next());
    expect(one.next()).to.equal(one.first);
    expect(await isFree(one.first - 1), 'no server listens').to.equal(true);
  });

  it('is shared by all runs of a process, and a port that one has stays out of the turn of the next', async () => {
    const block = await ownPortBlock();
    const killed = await new PortPicker({}).pick();
    const others = await Promise.all(Array.from({ length: 50 }, async () => new PortPicker({}).pick()));
    expect(others).to.not.include(killed);
    for (const port of [killed, ...others]) expect(port).to.be.within(block.first, block.first + block.size - 1);
  });
});

describe('ephemeralLow', () => {
  it('reads the range, and falls back where there is none or it leaves no room', () => {
    expect(ephemeralLow('32768\t60999\n')).to.equal(32_768);
    expect(ephemeralLow('16384\t60999\n')).to.equal(16_384);
    expect(ephemeralLow('1024\t60999\n')).to.equal(32_768);
    expect(ephemeralLow(null)).to.equal(32_768);
  });
});
