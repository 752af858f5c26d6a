import { expect } from 'chai';
import { fleetOf } from '../../model/fleets.ts';
import type { Component, Stack } from '../../model/stack.ts';
import { WorkerShifts } from './worker-shifts.ts';

/** A stack with one worker of `workers` and one of the fleet payments; it tells who is added and parked. */
function toyStack(): { readonly stack: Stack; readonly story: string[] } {
  const story: string[] = [];
  const stack = {
    workers: () => [{ name: 'worker-1' }, { name: 'worker-payments-1' }],
    addWorker: async ({ fleet }: { readonly fleet: string | null }) => {
      const name = fleet === null ? 'worker-2' : `worker-${fleet}-2`;
      story.push(`add ${name}`);
      return { name } as Component;
    },
    gateway: { park: (name: string, parked: boolean) => story.push(`${parked ? 'park' : 'unpark'} ${name}`) },
  } as unknown as Stack;
  return { stack, story };
}

describe('WorkerShifts', () => {
  it('has a worker of each fleet stand by, and one of the same fleet take over', async () => {
    const { stack, story } = toyStack();
    const shifts = new WorkerShifts(stack);
    await shifts.ready();
    expect(story.splice(0)).to.deep.equal(['add worker-2', 'add worker-payments-2']);
    expect(shifts.of('payments').active.name).to.equal('worker-payments-1');
    await shifts.of('payments').takeOver(async () => undefined);
    expect(story).to.deep.equal(['unpark worker-payments-2', 'park worker-payments-1']);
    expect(fleetOf(shifts.of('payments').active.name)).to.equal('payments');
    expect(shifts.of(null).active.name).to.equal('worker-1');
  });

  it('knows no fleet without a worker', () => {
    expect(() => new WorkerShifts(toyStack().stack).of('mail')).to.throw('Expected a worker of the fleet mail');
  });
});
