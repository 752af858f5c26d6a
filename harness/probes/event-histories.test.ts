import { expect } from 'chai';
import type { EventHistory } from '../model/event-history.ts';
import type { ExecutionId, WorkflowClient } from '../model/probes.ts';
import { readEventHistories } from './event-histories.ts';

type Executions = readonly (readonly [workflowId: string, runId: string])[];

/** A Temporal that has these executions, the latest run of a workflow last, and lists those. */
function temporal(has: Executions, lists = has): Pick<WorkflowClient, 'eventHistory' | 'executions'> {
  const all: readonly ExecutionId[] = has.map(([workflowId, runId]) => ({ workflowId, runId }));
  const notFound = Object.assign(new Error('workflow not found'), { name: 'WorkflowNotFoundError' });
  return {
    executions: () => Promise.resolve(lists.map(([workflowId, runId]) => ({ workflowId, runId }))),
    eventHistory: (workflowId, runId) => {
      const found = all.findLast((one) => one.workflowId === workflowId && (runId ?? one.runId) === one.runId);
      return found === undefined ? Promise.reject(notFound) : Promise.resolve({ ...found, events: [] });
    },
  };
}

async function read(workflows: ReturnType<typeof temporal>): Promise<readonly string[] | string> {
  const book = await readEventHistories(workflows, ['a', 'b'], new Set(['canary-1']));
  return book.state === 'unavailable' ? book.reason : book.rows.map((row: EventHistory) => row.workflowId + row.runId);
}

describe('readEventHistories', () => {
  it('reads the planned workflows by their ids, even if the list lacks them', async () => {
    const has: Executions = [
      ['a', '1'],
      ['b', '2'],
      ['canary-1', '3'],
    ];
    expect(await read(temporal(has))).to.deep.equal(['a1', 'b2']);
    expect(await read(temporal(has, []))).to.deep.equal(['a1', 'b2']);
    expect(await read(temporal(has.slice(1)))).to.deep.equal(['b2']);
  });

  it('reads all other executions: earlier runs, and unplanned workflows', async () => {
    const has: Executions = [
      ['a', '1'],
      ['a', '4'],
      ['b', '2'],
      ['unplanned', '5'],
    ];
    expect(await read(temporal(has))).to.deep.equal(['a4', 'b2', 'a1', 'unplanned5']);
  });

  it('is unavailable where the list or one event history can not be read', async () => {
    const broken = { ...temporal([['a', '1']]), executions: () => Promise.reject(new Error('deadline exceeded')) };
    expect(await read(broken)).to.equal('deadline exceeded');
    expect(await read(temporal([['a', '1']], [['gone', '9']]))).to.equal('workflow not found');
  });
});
