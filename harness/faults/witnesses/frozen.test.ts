import { expect } from 'chai';
import type { Dated } from '../../contracts/sample-run/journal-builder.ts';
import { engine, faultyRun } from '../test-support/faulty-run.ts';
import { workerPause } from '../worker-pause.ts';
import { frozen } from './frozen.ts';
import { faultWindow } from './window.ts';

const W = 'worker-1';

/** What the operating system shows of the processes of the victim while the fault is in force. */
const reading = (state: string, pids: number[] = [11]): Dated => {
  return { kind: 'process', component: W, incarnation: 1, state, pids, atMs: 3200 };
};

function countOf(observed: readonly Dated[]): number {
  const evidence = faultyRun(workerPause, null, observed);
  const window = faultWindow(evidence, 'the-fault');
  if (window === undefined) throw new Error('Expected a window.');
  return frozen(evidence, window).length;
}

describe('the witnesses of a pause', () => {
  it('are the states of processes that are stopped, by a signal or by a debugger', () => {
    expect(countOf([reading('T')])).to.equal(1);
    expect(countOf([reading('t'), reading('T')])).to.equal(1);
  });

  it('are no states of processes that run, sleep, wait for a disk, or have ended', () => {
    for (const state of ['R', 'S', 'D', 'I', 'Z', 'X', 'gone']) expect(countOf([reading(state)]), state).to.equal(0);
    expect(countOf([reading('T', [])]), 'no process is left').to.equal(0);
  });

  it('are the event of an engine alone, where there is one', () => {
    expect(countOf([reading('T'), engine(W, 'pause')])).to.equal(1);
    expect(countOf([reading('T'), engine(W, 'unpause')])).to.equal(0);
  });
});
