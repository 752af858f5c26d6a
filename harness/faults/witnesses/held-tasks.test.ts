import { expect } from 'chai';
import { type Dated, extractionTerms } from '../../contracts/sample-run/journal-builder.ts';
import { call, faultyRun } from '../test-support/faulty-run.ts';
import { workerKill } from '../worker-kill.ts';
import { heldTasks } from './held-tasks.ts';
import { silence } from './silence.ts';
import { type FaultWindow, faultWindow } from './window.ts';

const task = { task: 'activity', workflowId: 'w', runId: 'r', activityType: 'work', activityId: '1' } as const;
const polled = (component: string, attempt: number, atMs: number): Dated =>
  call(component, atMs, { ...task, attempt, method: 'PollActivityTaskQueue' });
const workflowTask = { task: 'workflow', workflowId: 'w', runId: 'r', method: 'PollWorkflowTaskQueue' } as const;

/** How many tasks worker-1 held at a fault that is injected from 3000 to 3010 ms. */
function held(...observed: readonly Dated[]): number {
  const evidence = faultyRun(workerKill, null, observed);
  const window = windowOf(evidence);
  return heldTasks(evidence, window, window.healingMs).length;
}

function windowOf(evidence: ReturnType<typeof faultyRun>): FaultWindow {
  const window = faultWindow(evidence, 'the-fault');
  if (window === undefined) throw new Error('Expected a window.');
  return window;
}

describe('a task that a victim held', () => {
  it('is one that it got and had not answered', () => {
    expect(held(polled('worker-1', 1, 2500))).to.equal(1);
    expect(held(polled('worker-1', 1, 2500), polled('worker-2', 2, 5100)), 'lost to the fault').to.equal(1);
  });

  it('is none that it had answered before the fault, unless the answer was refused', () => {
    const answer = call('worker-1', 2600, { ...task, attempt: 1, method: 'RespondActivityTaskCompleted' });
    expect(held(polled('worker-1', 1, 2500), answer)).to.equal(0);
    expect(held(polled('worker-1', 1, 2500), { ...answer, grpcStatus: 5 })).to.equal(1);
  });

  it('is none that was dispatched anew before the fault, to any worker', () => {
    expect(held(polled('worker-1', 1, 500), polled('worker-2', 2, 2789))).to.equal(0);
    expect(held(polled('worker-1', 1, 500), polled('worker-1', 2, 2789))).to.equal(1);
    const first = call('worker-1', 500, { ...workflowTask, startedEventId: '3' });
    expect(held(first)).to.equal(1);
    expect(held(first, call('worker-2', 2700, { ...workflowTask, startedEventId: '6' }))).to.equal(0);
  });

  it('is not taken for the task of the same number in a later run of the workflow', () => {
    const later = call('worker-2', 2700, { ...task, runId: 'next', attempt: 2, method: 'PollActivityTaskQueue' });
    expect(held(polled('worker-1', 1, 2500), later)).to.equal(1);
  });

  it('is none whose own timeouts had run out before the fault, unless a heartbeat renewed them', () => {
    const terms = { ...extractionTerms, heartbeatTimeoutMs: 2000 };
    const polledEarly = call('worker-1', 500, { ...task, attempt: 1, terms, method: 'PollActivityTaskQueue' });
    const heartbeat = call('worker-1', 1500, { ...task, attempt: 1, method: 'RecordActivityTaskHeartbeat' });
    expect(held(polledEarly)).to.equal(0);
    expect(held(polledEarly, heartbeat)).to.equal(1);
    expect(held(polledEarly, { ...heartbeat, grpcStatus: 5 }), 'refused').to.equal(0);
    const short = { ...terms, heartbeatTimeoutMs: null, startToCloseTimeoutMs: 2000 };
    expect(held({ ...polledEarly, terms: short }, heartbeat)).to.equal(0);
  });

  it('is no query, which has no event, so a worker that only answered one is not silent for it', () => {
    const query = call('worker-1', 2500, workflowTask);
    expect(held(query)).to.equal(0);
    const silent = (one: Dated): number => {
      const evidence = faultyRun(workerKill, null, [one]);
      return silence(evidence, windowOf(evidence)).length;
    };
    expect(silent(query)).to.equal(0);
    expect(silent({ ...query, startedEventId: '3' })).to.equal(1);
  });
});
