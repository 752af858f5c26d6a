import { expect } from 'chai';
import type { Dated } from '../../contracts/sample-run/journal-builder.ts';
import { engine, faultyRun, killed } from '../test-support/faulty-run.ts';
import { workerKill } from '../worker-kill.ts';
import { deaths, type Manner } from './deaths.ts';
import { faultWindow } from './window.ts';

const W = 'worker-1';
const died = engine(W, 'die', { exitCode: 137 });

function sources(manner: Manner, observed: readonly Dated[]): readonly string[] {
  const evidence = faultyRun(workerKill, null, observed);
  const window = faultWindow(evidence, 'the-fault');
  if (window === undefined) throw new Error('Expected a window.');
  return deaths(evidence, window, manner).map((one) => one.source);
}

describe('the witnesses of a death', () => {
  it('are the exit that the operating system told, where there is no engine', () => {
    expect(sources('killed', [killed(W)])).to.deep.equal(['process']);
  });

  it("are the engine's, and the exit that is derived from them is no second one", () => {
    expect(sources('killed', [killed(W), engine(W, 'kill'), died])).to.deep.equal(['engine']);
    const other = engine('worker-2', 'start');
    expect(sources('killed', [killed(W), other]), 'an engine that reported no death').to.deep.equal([]);
  });

  it('are none of another incarnation, time, or way to end', () => {
    const kill = engine(W, 'kill');
    expect(sources('killed', [kill, engine('worker-2', 'die', { exitCode: 137 })])).to.deep.equal([]);
    expect(sources('killed', [kill, { ...died, atMs: 9000 }])).to.deep.equal([]);
    expect(sources('killed', [kill, engine(W, 'die', { exitCode: 0 })])).to.deep.equal([]);
    expect(sources('killed', [died]), 'it ended with 137, without a kill').to.deep.equal([]);
  });

  it('of a kill are none where a process ended by itself, or by another signal', () => {
    const exited = { ...killed(W), signal: null, exitCode: 0 };
    expect(sources('killed', [exited])).to.deep.equal([]);
    expect(sources('killed', [{ ...exited, exitCode: 137 }])).to.deep.equal([]);
    for (const signal of ['SIGTERM', 'SIGSEGV', 'SIGABRT'])
      expect(sources('killed', [{ ...killed(W), signal }]), signal).to.deep.equal([]);
  });

  it('of a crash are none where the engine was asked to kill, and none without an engine', () => {
    expect(sources('crashed', [died])).to.deep.equal(['engine']);
    expect(sources('crashed', [engine(W, 'kill'), died])).to.deep.equal([]);
    expect(sources('crashed', [engine(W, 'oom'), died])).to.deep.equal([]);
    expect(sources('crashed', [killed(W)])).to.deep.equal([]);
  });

  it('for want of memory need both what the engine says of the memory and the death', () => {
    expect(sources('out-of-memory', [engine(W, 'oom'), died])).to.deep.equal(['engine']);
    expect(sources('out-of-memory', [died])).to.deep.equal([]);
    expect(sources('out-of-memory', [engine(W, 'oom')])).to.deep.equal([]);
    expect(sources('killed', [engine(W, 'kill'), engine(W, 'oom'), died])).to.deep.equal([]);
  });
});
