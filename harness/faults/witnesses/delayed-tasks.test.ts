import { expect } from 'chai';
import { call, type Dated } from '../../contracts/sample-run/journal-builder.ts';
import type { Evidence } from '../../model/evidence.ts';
import { linkBandwidth } from '../link-bandwidth.ts';
import { faultyRun } from '../test-support/faulty-run.ts';
import { slowedTasks } from './delayed-tasks.ts';
import { faultWindow } from './window.ts';

/** A workflow task of worker-1. */
function workflowTask(runId: string, atMs: number, tookMs: number): Dated[] {
  const task = { task: 'workflow', workflowId: runId, runId, startedEventId: `${atMs}` } as const;
  return [
    call('worker-1', atMs, { ...task, method: 'PollWorkflowTaskQueue' }),
    call('worker-1', atMs + tookMs + 5, { ...task, method: 'RespondWorkflowTaskCompleted' }),
  ];
}

function historyOf(runId: string, name: string) {
  const started = { eventId: '1', eventTime: '', eventType: 'EVENT_TYPE_WORKFLOW_EXECUTION_STARTED' };
  return { workflowId: runId, runId, events: [{ ...started, startedEventAttributes: { workflowType: { name } } }] };
}

describe('tasks that were slowed', () => {
  const observed = [
    ...[1000, 1100, 1200].flatMap((atMs) => workflowTask('quick', atMs, 20)),
    ...[3100, 3900, 4700].flatMap((atMs) => workflowTask('slow', atMs, 700)),
  ];
  const witnesses = (rows: ReturnType<typeof historyOf>[]) => {
    const eventHistories: Evidence['eventHistories'] = { state: 'collected', rows };
    const evidence = { ...faultyRun(linkBandwidth, 'temporal@worker-1', observed), eventHistories };
    const window = faultWindow(evidence, 'the-fault');
    return window === undefined ? [] : slowedTasks(evidence, window);
  };

  it('are compared with tasks of the same type of workflow alone', () => {
    const [witness] = witnesses([historyOf('quick', 'order'), historyOf('slow', 'order')]);
    expect(witness?.observation).to.equal(
      'worker-1 took 700 ms or more for each of 3 workflow tasks of order, and at most 20 ms before.',
    );
    expect(witnesses([historyOf('quick', 'order'), historyOf('slow', 'report')])).to.deep.equal([]);
    expect(witnesses([])).to.deep.equal([]);
  });
});
