import { expect } from 'chai';
import { HarnessError } from '../errors.ts';
import type { PlannedFault } from '../model/plan.ts';
import type { WorkflowState } from '../model/probes.ts';
import type { Component, HeldCall, HeldTask, Stack } from '../model/stack.ts';
import { awaitMoment, resolveTarget } from './await-moment.ts';
import { fakeContext } from './test-support/fake-context.ts';

const planned: PlannedFault = {
  id: 'the-fault',
  at: { kind: 'elapsed', ms: 0 },
  fault: 'worker-kill',
  params: {},
  target: { role: 'holder', link: 'temporal' },
  healAfterMs: 1000,
};
const heldBy = (incarnation: number): HeldCall => ({
  component: 'worker-1',
  incarnation,
  method: 'RecordActivityTaskHeartbeat',
  workflowId: 'a',
  activityType: undefined,
  release: () => undefined,
});

/** A stack whose worker-1 lives for the second time, and holds a task of the life that is asked for. */
function stackWith(taskOf: number): Partial<Stack> {
  const component = { name: 'worker-1', incarnation: 2 } as Component;
  const task: HeldTask = { ...heldBy(taskOf), task: 'activity', workflowId: 'a' };
  return { component: () => component, gateway: { heldTasks: () => [task] } as unknown as Stack['gateway'] };
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    return JSON.stringify(await promise);
  } catch (error) {
    return error instanceof HarnessError ? error.code : String(error);
  }
}

describe('resolveTarget', () => {
  const context = fakeContext({ stack: stackWith(2) });
  const target = { component: 'worker-1', incarnation: 2, link: 'temporal@worker-1' };

  it('strikes the incarnation that made the call, or holds the task', async () => {
    expect(await resolveTarget(context, planned, heldBy(2))).to.deep.equal(target);
    expect(await resolveTarget(context, planned, null)).to.deep.equal(target);
  });

  it('strikes no other component in its place', async () => {
    expect(await codeOf(resolveTarget(context, planned, heldBy(1)))).to.equal('CHAOS_MOMENT_MISSED');
    const stale = fakeContext({ stack: stackWith(1) });
    expect(await codeOf(resolveTarget(stale, planned, null))).to.equal('CHAOS_MOMENT_MISSED');
    const named = { ...planned, target: { role: 'component', name: 'worker-1' } } as const;
    expect(await codeOf(resolveTarget(context, named, heldBy(1)))).to.equal('CHAOS_MOMENT_MISSED');
  });

  it('strikes the caller only if it is of the fleet that the target names, and else the holder in that fleet', async () => {
    const of = (fleet: string): PlannedFault => ({ ...planned, target: { role: 'holder', fleet } });
    const tasks = ['worker-1', 'worker-mail-1'].map((component) => ({ ...heldBy(2), component, task: 'activity' }));
    const gateway = { heldTasks: () => tasks } as unknown as Stack['gateway'];
    const both = fakeContext({ stack: { ...stackWith(2), gateway } });
    const caller = { ...heldBy(2), component: 'worker-mail-1' };
    expect((await resolveTarget(both, of('mail'), caller)).component).to.equal('worker-mail-1');
    expect((await resolveTarget(both, of('mail'), heldBy(2))).component).to.equal('worker-mail-1');
    expect((await resolveTarget(both, of('mail'), null)).component).to.equal('worker-mail-1');
    expect((await resolveTarget(both, of('workers'), caller)).component).to.equal('worker-1');
  });

  it('strikes a component that is named, for every caller', async () => {
    const named = { ...planned, target: { role: 'component', name: 'worker-1' } } as const;
    const other = { ...heldBy(7), component: 'worker-2' };
    expect(await resolveTarget(context, named, other)).to.deep.equal({ ...target, link: null });
  });
});

describe('the end of workflows', () => {
  /** What is waited for, and how many looks it took; the n-th look at a workflow finds the n-th state, or the last. */
  async function waitedFor(
    states: Readonly<Record<string, readonly ('none' | 'runs' | 'ended')[]>>,
  ): Promise<string[]> {
    const looks: string[] = [];
    const state = (workflowId: string): Promise<WorkflowState | null> => {
      const found = states[workflowId] ?? [];
      const seen = looks.filter((id) => id === workflowId).length;
      looks.push(workflowId);
      const now = found[seen] ?? found.at(-1);
      return Promise.resolve(
        now === 'none' ? null : { workflowId, running: now === 'runs', completed: now === 'ended', retrying: [] },
      );
    };
    const context = fakeContext({ workflows: { state } });
    await awaitMoment(context, { kind: 'ended', workflowIds: Object.keys(states) }, 1000);
    return looks;
  }

  it('is that of the last of them, in any order, of which each was started', async () => {
    expect(await waitedFor({ a: ['ended'] })).to.deep.equal(['a']);
    const three = { a: ['runs', 'ended'], b: ['ended'], c: ['none', 'runs', 'ended'] } as const;
    expect((await waitedFor(three)).join('')).to.equal('aabccc');
  });

  it('is missed if one of them does not end', async () => {
    expect(await codeOf(waitedFor({ a: ['ended'], b: ['runs'] }))).to.equal('CHAOS_MOMENT_MISSED');
  });
});
