import { expect } from 'chai';
import { call, type Dated, journalOf } from '../../contracts/sample-run/journal-builder.ts';
import type { Journal } from '../../model/journal.ts';
import { JournalParts } from './journal-parts.ts';

const fault = (faultId: string, atMs: number): Dated => ({
  kind: 'fault',
  fault: 'worker-kill',
  faultId,
  step: 'injected',
  component: 'worker-1',
  incarnation: 1,
  atMs,
});
const stall = (atMs: number): Dated => ({ kind: 'stall', stallMs: 10, atMs });
const ofWorkflow = (workflowId: string, atMs: number): Dated =>
  call('worker-1', atMs, { method: 'RespondActivityTaskCompleted', workflowId });
const poll = (atMs: number): Dated => call('worker-1', atMs, { method: 'PollActivityTaskQueue' });

const window = { fromMs: 100, toMs: 200 };

function partsOf(dated: readonly Dated[]): JournalParts {
  const entries = journalOf(dated);
  return new JournalParts({ entries: () => entries });
}

function timesOf(dated: readonly Dated[], faultIds: readonly string[] = ['crash-1']): readonly number[] {
  return partsOf(dated)
    .of('w', window, faultIds)
    .map(({ atMs }) => atMs);
}

describe('JournalParts', () => {
  it('tells all of the workflow whenever it was, and nothing of others', () => {
    expect(timesOf([ofWorkflow('w', 50), ofWorkflow('other', 150), ofWorkflow('w', 300)])).to.deep.equal([50, 300]);
  });

  it('tells what all share in the window alone, of faults only those that are meant, and idle polls', () => {
    const shared = [stall(90), stall(100), poll(150), poll(210), stall(200), stall(201)];
    expect(timesOf([...shared, fault('crash-1', 120), fault('crash-2', 130)])).to.deep.equal([100, 120, 150, 200]);
    expect(timesOf([fault('crash-1', 120), fault('crash-1-again', 130)], ['crash-1', 'crash-1-again'])).to.deep.equal([
      120, 130,
    ]);
  });

  it('leaves out other calls that are about no workflow', () => {
    expect(timesOf([call('worker-1', 150, { method: 'GetSystemInfo' })])).to.deep.equal([]);
  });

  it('goes on from where it was when the journal grows', () => {
    const dated = [ofWorkflow('w', 110)];
    const journal = { entries: () => journalOf(dated) } as unknown as Journal;
    const parts = new JournalParts(journal);
    expect(parts.own('w')).to.have.length(1);
    dated.push(ofWorkflow('w', 120));
    expect(parts.own('w').map(({ sequence }) => sequence)).to.deep.equal([1, 2]);
  });
});
