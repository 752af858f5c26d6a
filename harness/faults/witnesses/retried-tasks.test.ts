import { expect } from 'chai';
import { historyBuilder } from '../../contracts/sample-run/history-builder.ts';
import type { Dated } from '../../contracts/sample-run/journal-builder.ts';
import { call, faultyRun } from '../test-support/faulty-run.ts';
import { workerKill } from '../worker-kill.ts';
import { retriedTasks } from './retried-tasks.ts';
import { type BareEvidence, faultWindow } from './window.ts';

const start = { atMs: 1000, type: 'work', args: [] };
const poll = { method: 'PollWorkflowTaskQueue', task: 'workflow', workflowId: 'w', startedEventId: '3' } as const;
const handedOut = call('worker-1', 2500, { ...poll, startedMs: 2000 });

/** A workflow task of event 3 that times out 2 s after it was scheduled; the fault is in force from 3000 to 6000 ms. */
function lost(scheduledMs: number, observed: readonly Dated[]): number {
  const builder = historyBuilder('w', start);
  builder.workflowTask(scheduledMs, 'TIMED_OUT');
  return witnesses({ state: 'collected', rows: [builder.history()] }, observed);
}

/** An activity that was recorded in attempt 2. */
function retried(observed: readonly Dated[]): number {
  const builder = historyBuilder('w', start);
  builder.activity({ atMs: 2000, type: 'work', input: null, result: null, attempt: 2 });
  return witnesses({ state: 'collected', rows: [builder.history()] }, observed);
}

function witnesses(eventHistories: BareEvidence['eventHistories'], observed: readonly Dated[]): number {
  const evidence = { ...faultyRun(workerKill, null, observed), eventHistories };
  const window = faultWindow(evidence, 'the-fault');
  if (window === undefined) throw new Error('Expected a window.');
  return retriedTasks(evidence, window).length;
}

describe('a workflow task that timed out', () => {
  it('is a witness where the victim held it at the fault and the server gave it up afterwards', () => {
    expect(lost(2490, [handedOut])).to.equal(1);
    expect(lost(4990, [{ ...handedOut, atMs: 5000 }]), 'dispatched in the window').to.equal(1);
  });

  it('is none where it had timed out before the fault, or was dispatched after healing, or to another', () => {
    expect(lost(900, [{ ...handedOut, startedMs: 500, atMs: 905 }])).to.equal(0);
    expect(lost(6490, [{ ...handedOut, atMs: 6500 }])).to.equal(0);
    expect(lost(2490, [{ ...handedOut, component: 'worker-2' }])).to.equal(0);
    expect(lost(2490, [{ ...handedOut, incarnation: 2 }])).to.equal(0);
  });
});

describe('an activity that was recorded in a later attempt', () => {
  const task = { task: 'activity', workflowId: 'w', activityType: 'work', activityId: '1', attempt: 1 } as const;
  const polled = call('worker-1', 2500, { ...task, method: 'PollActivityTaskQueue', startedMs: 2000 });

  it('is a witness where the victim held an earlier one, polled or delivered with another reply', () => {
    expect(retried([polled])).to.equal(1);
    const method = 'RespondWorkflowTaskCompleted';
    expect(retried([call('worker-1', 2500, { method, handedOut: [task] })])).to.equal(1);
  });

  it('is none where it failed on the victim in the window and was retried for that, which would be so without a fault', () => {
    const failed = call('worker-1', 4000, { ...task, method: 'RespondActivityTaskFailed' });
    expect(retried([polled, failed])).to.equal(0);
    expect(retried([polled, { ...failed, grpcStatus: 5 }]), 'the server had given it up by then').to.equal(1);
    expect(retried([polled, { ...failed, attempt: 2 }]), 'another attempt').to.equal(1);
  });

  it('is none where that activity is of another run of the workflow', () => {
    const ofRun = (runId: string): Dated => ({ ...polled, runId });
    expect(retried([ofRun('run-of-w')])).to.equal(1);
    expect(retried([ofRun('the-run-before')])).to.equal(0);
  });

  it('is none where the victim had answered it, or got that very attempt, or nothing', () => {
    const failed = call('worker-1', 2800, { ...task, method: 'RespondActivityTaskFailed' });
    expect(retried([polled, failed])).to.equal(0);
    expect(retried([{ ...polled, attempt: 2 }])).to.equal(0);
    expect(retried([{ ...polled, atMs: 6500 }]), 'after healing').to.equal(0);
    expect(retried([])).to.equal(0);
  });
});
