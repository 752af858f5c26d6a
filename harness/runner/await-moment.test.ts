import { expect } from 'chai';
import { HarnessError } from '../errors.ts';
import type { PlannedFault } from '../model/plan.ts';
import type { Component, HeldCall, HeldTask, Stack } from '../model/stack.ts';
import { resolveTarget } from './await-moment.ts';
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

  it('strikes a component that is named, for every caller', async () => {
    const named = { ...planned, target: { role: 'component', name: 'worker-1' } } as const;
    const other = { ...heldBy(7), component: 'worker-2' };
    expect(await resolveTarget(context, named, other)).to.deep.equal({ ...target, link: null });
  });
});
