import { expect } from 'chai';
import { ActivityOrdinals } from '../activity-ordinals.ts';
import type { Handout } from '../call-facts.ts';
import { ExecutionNames } from '../execution-names.ts';
import { TaskRegistry } from '../task-registry.ts';
import { WorkflowTaskNumbers } from '../workflow-task-numbers.ts';
import { Attribution } from './attribution.ts';

const worker = { component: 'worker-1', incarnation: 1 };
const other = { component: 'worker-2', incarnation: 1 };
const execution = { workflowId: 'order', runId: 'r' };
const outside = { link: 'outside', body: '{}' } as const;

describe('Attribution', () => {
  let services: ConstructorParameters<typeof Attribution>[1];
  let attribution: Attribution;
  const handOut = (token: string, facts: Handout['facts'], query = false): void => {
    const handout = { token: Buffer.from(token), query, facts: { ...execution, ...facts } };
    services.tasks.learn(handout);
    services.executions.learn(handout.facts);
    services.numbers.learn(handout);
    services.tasks.handOut(handout, worker);
  };

  beforeEach(() => {
    services = {
      tasks: new TaskRegistry(),
      ordinals: new ActivityOrdinals(),
      numbers: new WorkflowTaskNumbers(),
      executions: new ExecutionNames(),
    };
    attribution = new Attribution(() => null, services);
  });

  it('gives a request to the activity that its sender holds, and counts by attempt and link', () => {
    services.ordinals.proposed(1, execution, [{ activityId: 'x7', activityType: 'charge' }]);
    services.ordinals.accepted(1);
    handOut('a', { task: 'activity', activityId: 'x7', activityType: 'charge', attempt: 2 });
    const named = { workflowId: 'order', activityId: 'x7' };
    const task = { task: 'activity', activityId: 'x7', activity: { type: 'charge', nth: 1 } };
    const owner = {
      ...execution,
      body: '{}',
      activity: { activityId: 'x7', activityType: 'charge' },
      task,
      attempt: 2,
    };
    expect(attribution.ownerOf(named, outside, worker)).to.deep.equal({ ...owner, nth: 1 });
    expect(attribution.ownerOf(named, outside, worker)?.nth).to.equal(2);
    expect(attribution.ownerOf(named, { ...outside, link: 'supabase' }, worker)?.nth).to.equal(1);
    expect(attribution.ownerOf(named, outside, other)).to.equal(undefined);
  });

  it('gives a request of a local activity to the workflow task in which it runs', () => {
    handOut('first', { task: 'workflow', attempt: 1 });
    const named = { workflowId: 'order', activityId: 'local-1' };
    const task = { task: 'workflow', number: 1 };
    expect(attribution.ownerOf(named, outside, worker)).to.deep.equal({
      ...execution,
      body: '{}',
      task,
      attempt: 1,
      nth: 1,
    });
    const second = attribution.ownerOf({ ...named, activityId: 'local-2' }, outside, worker);
    expect(second).to.deep.include({ task, nth: 2 });
    expect(attribution.ownerOf(named, outside, other)).to.equal(undefined);
    expect(attribution.ownerOf({ ...named, workflowId: 'another' }, outside, worker)).to.equal(undefined);
  });

  it('counts the requests of each run of a chain anew, though their activities have the same ids', () => {
    const named = { workflowId: 'order', activityId: '1' };
    const places = ['r', 'next'].map((runId, index) => {
      handOut(`a-${runId}`, { task: 'activity', runId, activityId: '1', activityType: 'charge', attempt: 1 });
      const owner = attribution.ownerOf(named, outside, worker);
      services.tasks.settle(Buffer.from(`a-${runId}`), 0, true);
      return { nth: owner?.nth, execution: owner?.task.execution, index };
    });
    expect(places).to.deep.equal([
      { nth: 1, execution: undefined, index: 0 },
      { nth: 1, execution: 'run 2', index: 1 },
    ]);
  });

  it('gives no request of a settled activity to a workflow task, nor any to a query', () => {
    services.ordinals.proposed(1, execution, [{ activityId: 'x7', activityType: 'charge' }]);
    services.ordinals.accepted(1);
    handOut('next', { task: 'workflow', attempt: 1 });
    expect(attribution.ownerOf({ workflowId: 'order', activityId: 'x7' }, outside, worker)).to.equal(undefined);
    services.tasks.settle(Buffer.from('next'), 0, true);
    handOut('query', { task: 'workflow' }, true);
    expect(attribution.ownerOf({ workflowId: 'order', activityId: 'local-1' }, outside, worker)).to.equal(undefined);
  });
});
