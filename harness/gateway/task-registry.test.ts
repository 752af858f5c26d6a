import { expect } from 'chai';
import type { CallFacts, Handout } from './call-facts.ts';
import { TaskRegistry } from './task-registry.ts';

const one = { component: 'worker-1', incarnation: 1 };
const two = { component: 'worker-2', incarnation: 1 };
const token = (text: string) => Buffer.from(text);

function activity(name: string, facts: CallFacts = {}): Handout {
  const whose = { workflowId: 'w', runId: 'r', activityType: 'extract', activityId: '5', attempt: 1 };
  return { token: token(name), query: false, facts: { ...whose, ...facts, task: 'activity' } };
}

function workflow(name: string, facts: CallFacts = {}): Handout {
  return { token: token(name), query: false, facts: { workflowId: 'w', runId: 'r', ...facts, task: 'workflow' } };
}

describe('TaskRegistry', () => {
  let registry: TaskRegistry;
  const holders = () => registry.held().map(({ component, task }) => `${task} at ${component}`);
  const handOut = (handout: Handout, holder = one): void => {
    registry.learn(handout);
    registry.handOut(handout, holder);
  };

  beforeEach(() => {
    registry = new TaskRegistry();
  });

  it('knows what a token stands for, but not the facts of its dispatch alone', () => {
    registry.learn(activity('a', { heartbeatDetails: { page: 1 } }));
    expect(registry.find(token('a'))).to.include({ task: 'activity', workflowId: 'w', attempt: 1 });
    expect(registry.find(token('a'))).to.not.have.property('heartbeatDetails');
    expect(registry.find(token('b'))).to.equal(undefined);
    expect(holders()).to.deep.equal([]);
  });

  it('takes a task as held from its dispatch to an answer that the server executed', () => {
    handOut(activity('a'));
    handOut(workflow('b'));
    expect(holders()).to.deep.equal(['activity at worker-1', 'workflow at worker-1']);
    registry.settle(token('a'), 0, false); // A heartbeat.
    registry.settle(token('a'), 14, true); // An answer that the server didn't take.
    registry.settle(token('a'), null, true); // An answer without a status.
    expect(holders()).to.have.length(2);
    registry.settle(token('a'), 0, true);
    expect(holders()).to.deep.equal(['workflow at worker-1']);
  });

  it('lets go of what the server no longer knows, even at a heartbeat', () => {
    handOut(activity('a'));
    registry.settle(token('a'), 5, false);
    expect(holders()).to.deep.equal([]);
  });

  it('passes a task to the worker of its next attempt, even if the first holder answers later', () => {
    handOut(activity('a'));
    handOut(activity('b', { attempt: 2 }), two);
    expect(holders()).to.deep.equal(['activity at worker-2']);
    registry.settle(token('a'), 5, true);
    expect(holders()).to.deep.equal(['activity at worker-2']);
  });

  it('is not misled by an earlier attempt that was held back on its way', () => {
    handOut(activity('b', { attempt: 2 }), two);
    handOut(activity('a'));
    expect(holders()).to.deep.equal(['activity at worker-2']);
    handOut(workflow('d', { startedEventId: '10', attempt: 1 }), two);
    handOut(workflow('c', { startedEventId: '9', attempt: 3 }));
    expect(holders()).to.deep.equal(['activity at worker-2', 'workflow at worker-2']);
  });

  it('finds an activity only at the incarnation that holds it, in its latest attempt', () => {
    const of = { workflowId: 'w', activityId: '5' };
    handOut(activity('a'));
    expect(registry.findActivity(one, of)).to.include({ attempt: 1, activityType: 'extract' });
    expect(registry.findActivity({ ...one, incarnation: 2 }, of)).to.equal(undefined);
    expect(registry.findActivity(one, { ...of, activityId: '6' })).to.equal(undefined);
    handOut(activity('b', { attempt: 2 }), two);
    expect(registry.findActivity(one, of)).to.equal(undefined);
    expect(registry.findActivity(two, of)).to.include({ attempt: 2 });
    registry.settle(token('b'), 0, true);
    expect(registry.findActivity(two, of)).to.equal(undefined);
  });

  it('finds the latest attempt of an activity by its id, held anywhere', () => {
    const of = { workflowId: 'w', activityId: '5' };
    expect(registry.tokenOf(of)).to.equal(undefined);
    handOut(activity('a'));
    handOut(activity('b', { attempt: 2 }), two);
    expect(registry.tokenOf(of)).to.deep.equal(token('b'));
    expect(registry.tokenOf({ ...of, runId: 'another' })).to.equal(undefined);
    expect(registry.tokenOf({ ...of, activityId: '6' })).to.equal(undefined);
  });

  it('still knows an activity that an incarnation has answered for, and none that the server took from it', () => {
    const of = { workflowId: 'w', activityId: '5' };
    handOut(activity('a'));
    expect(registry.findAnswered(one, of)).to.equal(undefined);
    registry.settle(token('a'), 14, true);
    registry.settle(token('a'), 5, false);
    expect(registry.findAnswered(one, of)).to.equal(undefined);
    handOut(activity('b', { attempt: 2 }));
    registry.settle(token('b'), 0, true);
    expect(registry.findAnswered(one, of)).to.include({ attempt: 2, runId: 'r' });
    expect(registry.findAnswered({ ...one, incarnation: 2 }, of)).to.equal(undefined);
    expect(registry.findAnswered(two, of)).to.equal(undefined);
  });

  it('takes no query as held, and keeps it apart from the task of its workflow', () => {
    handOut(workflow('a'));
    handOut({ ...workflow('q'), query: true }, two);
    expect(holders()).to.deep.equal(['workflow at worker-1']);
    registry.settle(token('q'), 0, true);
    expect(holders()).to.deep.equal(['workflow at worker-1']);
  });
});
