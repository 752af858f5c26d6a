import { expect } from 'chai';
import { correctRun } from '../contracts/sample-run/correct-run.ts';
import type { Dated } from '../contracts/sample-run/journal-builder.ts';
import { landingsOf } from './landings.ts';
import { call, countWitnesses, faultyRun, plannedOnWorker1 } from './test-support/faulty-run.ts';
import { workerKill } from './worker-kill.ts';

const planned = plannedOnWorker1(workerKill);

const death: Dated = {
  kind: 'component',
  component: 'worker-1',
  incarnation: 1,
  change: 'exited',
  exitCode: null,
  signal: 'SIGKILL',
  purpose: 'fault',
  pid: 11,
  atMs: 3005,
};
const dropped = call('worker-1', 3008, {
  method: 'RecordActivityTaskHeartbeat',
  outcome: 'dropped',
  startedMs: 2990,
  workflowId: 'document-1',
});

const count = (observed: readonly Dated[]): { cause: number; effect: number } =>
  countWitnesses(workerKill.witnesses(faultyRun(workerKill, null, observed), planned));

describe('worker-kill', () => {
  it('has landed in a run in which a worker was killed in the middle of an activity', () => {
    const [landing] = landingsOf(correctRun());
    expect(landing?.landed).to.equal(true);
    expect(landing?.witnesses.map((witness) => witness.component)).to.include('worker-1');
  });

  it('is witnessed by the death and by the call that died with it', () => {
    expect(count([death, dropped])).to.deep.equal({ cause: 1, effect: 1 });
  });

  it('is not witnessed by another death', () => {
    expect(count([{ ...death, signal: null, exitCode: 0 }]).cause, 'an exit by itself').to.equal(0);
    expect(count([{ ...death, purpose: 'unplanned' }]).cause, 'an unplanned death').to.equal(0);
    expect(count([{ ...death, component: 'worker-2' }]).cause, "a bystander's").to.equal(0);
    expect(count([{ ...death, incarnation: 2 }]).cause, "its successor's").to.equal(0);
    expect(count([{ ...death, atMs: 2000 }]).cause, 'an earlier one').to.equal(0);
    expect(count([{ ...death, atMs: 9000 }]).cause, 'a later one').to.equal(0);
  });

  it('is not felt where calls end as they should, or elsewhere, or at another time', () => {
    expect(count([{ ...dropped, outcome: 'answered' }]).effect).to.equal(0);
    expect(count([{ ...dropped, component: 'worker-2' }]).effect).to.equal(0);
    expect(count([{ ...dropped, atMs: 8000, startedMs: 7900 }]).effect, 'at the drain').to.equal(0);
  });

  it('is not felt by polls that carried no task', () => {
    const poll = call('worker-1', 3008, { method: 'PollActivityTaskQueue', outcome: 'broken', startedMs: 2000 });
    expect(count([{ ...poll, grpcStatus: null }]).effect).to.equal(0);
    expect(count([{ ...poll, task: 'activity', workflowId: 'document-1' }]).effect).to.equal(1);
  });

  it('has no witness if it was never injected, even with all other observations', () => {
    const run = faultyRun(workerKill, null, [death, dropped]);
    const never = {
      ...run,
      journal: run.journal.filter((entry) => entry.kind !== 'fault' || entry.step === 'injecting'),
    };
    expect(workerKill.witnesses(never, planned)).to.deep.equal([]);
  });
});
