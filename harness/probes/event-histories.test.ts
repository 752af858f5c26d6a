import { expect } from 'chai';
import type { EventHistory } from '../model/event-history.ts';
import type { Json } from '../model/json.ts';
import type { ExecutionId, WorkflowClient } from '../model/probes.ts';
import { readEventHistories, readLinkedHistories } from './event-histories.ts';

type Executions = readonly (readonly [workflowId: string, runId: string])[];

/** The events by which some executions name others. */
type Events = Readonly<Record<string, EventHistory['events']>>;

/** A Temporal that has these executions, the latest run of a workflow last, and lists those. */
function temporal(
  has: Executions,
  lists = has,
  events: Events = {},
): Pick<WorkflowClient, 'eventHistory' | 'executions'> {
  const all: readonly ExecutionId[] = has.map(([workflowId, runId]) => ({ workflowId, runId }));
  const notFound = Object.assign(new Error('workflow not found'), { name: 'WorkflowNotFoundError' });
  return {
    executions: () => Promise.resolve(lists.map(([workflowId, runId]) => ({ workflowId, runId }))),
    eventHistory: (workflowId, runId) => {
      const found = all.findLast((one) => one.workflowId === workflowId && (runId ?? one.runId) === one.runId);
      return found === undefined
        ? Promise.reject(notFound)
        : Promise.resolve({ ...found, events: events[found.runId] ?? [] });
    },
  };
}

function event(type: string, attributes: Readonly<Record<string, Json>>): EventHistory['events'][number] {
  const eventTime = '2026-01-01T00:00:00Z';
  return { eventId: '9', eventTime, eventType: `EVENT_TYPE_${type}`, someEventAttributes: attributes };
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

  it('follows the events to children and to further runs, even if the list lacks them', async () => {
    const has: Executions = [
      ['a', '1'],
      ['a', '2'],
      ['child', '3'],
      ['child', '4'],
      ['asked', '5'],
      ['canary-1', '6'],
    ];
    const events: Events = {
      '1': [
        event('START_CHILD_WORKFLOW_EXECUTION_INITIATED', { workflowId: 'child' }),
        event('CHILD_WORKFLOW_EXECUTION_STARTED', {
          initiatedEventId: '9',
          workflowExecution: { workflowId: 'child', runId: '3' },
        }),
        { ...event('START_CHILD_WORKFLOW_EXECUTION_INITIATED', { workflowId: 'asked' }), eventId: '10' },
        { ...event('START_CHILD_WORKFLOW_EXECUTION_INITIATED', { workflowId: 'never' }), eventId: '11' },
      ],
      '2': [event('WORKFLOW_EXECUTION_STARTED', { continuedExecutionRunId: '1', firstExecutionRunId: '0' })],
      '3': [event('WORKFLOW_EXECUTION_CONTINUED_AS_NEW', { newExecutionRunId: '4' })],
      '4': [event('WORKFLOW_TASK_FAILED', { baseRunId: '3', newRunId: '4' })],
    };
    expect(await read(temporal(has, [], events))).to.deep.equal(['a2', 'a1', 'child3', 'asked5', 'child4']);
  });

  it('is unavailable where the list or one event history can not be read', async () => {
    const broken = { ...temporal([['a', '1']]), executions: () => Promise.reject(new Error('deadline exceeded')) };
    expect(await read(broken)).to.equal('deadline exceeded');
    expect(await read(temporal([['a', '1']], [['gone', '9']]))).to.equal('workflow not found');
  });
});

describe('readLinkedHistories', () => {
  it('reads some workflows with all that their event histories name, and asks for no list', async () => {
    const started = event('CHILD_WORKFLOW_EXECUTION_STARTED', {
      workflowExecution: { workflowId: 'child', runId: '3' },
    });
    const continued = event('WORKFLOW_EXECUTION_STARTED', { continuedExecutionRunId: '1' });
    const has: Executions = [
      ['a', '1'],
      ['a', '2'],
      ['child', '3'],
      ['unplanned', '4'],
    ];
    const { eventHistory } = temporal(has, [], { 2: [continued, started] });
    const book = await readLinkedHistories({ eventHistory }, ['a', 'never-started']);
    const rows = book.state === 'collected' ? book.rows.map((row) => row.workflowId + row.runId) : book.reason;
    expect(rows).to.have.members(['a2', 'a1', 'child3']);
  });

  it('looks whole only if all of it could be read', async () => {
    const eventHistory = () => Promise.reject(new Error('gone'));
    expect(await readLinkedHistories({ eventHistory }, ['a'])).to.deep.equal({ state: 'unavailable', reason: 'gone' });
  });
});
