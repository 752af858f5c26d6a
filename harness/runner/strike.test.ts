import { expect } from 'chai';
import { HarnessError } from '../errors.ts';
import type { Fault } from '../model/fault.ts';
import type { CallMoment } from '../model/moment.ts';
import type { PlannedFault } from '../model/plan.ts';
import type { Component, Link, Stack } from '../model/stack.ts';
import { armStrike } from './strike.ts';
import { fakeContext } from './test-support/fake-context.ts';

const planned: PlannedFault = {
  id: 'the-fault',
  at: { kind: 'elapsed', ms: 0 },
  fault: 'a-fault',
  params: {},
  target: { role: 'component', name: 'worker-1', link: 'temporal' },
  healAfterMs: 300,
};

const radius = { components: ['worker-1'], links: ['temporal@worker-1'] };

/** Strikes, and returns the events in their order: steps of the fault, observations by name, and the healing. */
async function story(
  signal?: AbortSignal,
  changes: Partial<PlannedFault> = {},
  after?: (tell: (event: string) => void) => Promise<void>,
): Promise<readonly string[]> {
  const told: string[] = [];
  const seen = (name: string) => (): Promise<void> => Promise.resolve(void told.push(name));
  const components = ['worker-1', 'worker-2'].map((name) => ({ name, incarnation: 1, observe: seen(name) }));
  const links = ['temporal@worker-1', 'temporal@worker-2'].map((name) => ({ name, observe: seen(name) }));
  const stack = {
    components: () => components,
    component: () => components[0],
    links: () => links,
    link: () => links[0],
    gateway: {
      hold: async ({ method }: CallMoment) => {
        if (method === 'Never') throw new HarnessError('CHAOS_MOMENT_MISSED', 'It never came.');
        return { component: 'worker-1', incarnation: method === 'Gone' ? 7 : 1, release: seen('let go') };
      },
    },
  } as unknown as Pick<Stack, 'components' | 'links'> & { component(): Component; link(): Link };
  const fault = {
    params: { parse: () => ({}) },
    blastRadius: () => radius,
    inject: () => Promise.resolve({ [Symbol.asyncDispose]: seen('HEAL') }),
  } as unknown as Fault;
  const context = fakeContext({ stack, parts: { findFault: () => fault } });
  const write: typeof context.journal.write = (body) => {
    if (body.kind === 'fault') told.push(body.step);
    if (body.kind === 'fault' && body.step === 'injecting') expect(body.radius).to.deep.equal(radius);
    return context.journal.write(body);
  };
  const journal = { ...context.journal, write };
  const armed = { ...planned, ...changes };
  const strike = armStrike({ ...context, journal, signal: signal ?? context.signal }, armed, {
    momentLimitMs: 1000,
    look: () => told.push('look'),
    after: after?.((event) => told.push(event)),
  });
  void strike.injected.then((injected) => told.push(injected ? 'in force' : 'never in force')).catch(() => undefined);
  await strike.healed.catch((error: unknown) => told.push(error instanceof HarnessError ? error.code : String(error)));
  return told;
}

describe('a strike', () => {
  const everything = ['worker-1', 'worker-2', 'temporal@worker-1', 'temporal@worker-2'];

  it('is reported step by step, and all components are observed right after injection and right before healing', async () => {
    const told = await story();
    const before = ['moment-reached', 'look', 'injecting', 'injected', ...everything, 'in force'];
    expect(told.slice(0, 9)).to.have.members(before);
    expect(told.slice(0, 4)).to.deep.equal(before.slice(0, 4));
    expect(told.slice(-7)).to.deep.equal([...everything, 'healing', 'HEAL', 'healed']);
    expect(told.slice(9, -7), 'the target meanwhile').to.include.members(['worker-1', 'temporal@worker-1']);
    expect(told.slice(9, -7)).not.to.include('worker-2');
  });

  it("looks at every link each second, so that a toxic on a bystander's link doesn't come and go unseen", async () => {
    const told = await story(undefined, { healAfterMs: 1300 });
    expect(
      told.filter((one) => one === 'temporal@worker-2'),
      'begin, one second, end',
    ).to.have.length(3);
    expect(told.filter((one) => one === 'worker-2')).to.have.length(2);
  });

  it('lets the call go that is held at its moment, once it is in force', async () => {
    const told = await story(undefined, { at: { kind: 'call', method: 'M', side: 'reply', nth: 1 } });
    expect(told.slice(0, 5)).to.deep.equal(['moment-reached', 'look', 'injecting', 'injected', 'let go']);
    expect(told.filter((one) => one === 'let go')).to.have.length(1);
  });

  it('waits for its moment only once the fault before it is healed', async () => {
    const told = await story(undefined, {}, async (tell) => {
      await new Promise((resolve) => setImmediate(resolve));
      tell('the one before is healed');
    });
    expect(told.slice(0, 2)).to.deep.equal(['the one before is healed', 'moment-reached']);
  });

  it('is never in force where its moment did not come, or the caller is gone by then', async () => {
    const at = { kind: 'call', side: 'reply', nth: 1 } as const;
    expect(await story(undefined, { at: { ...at, method: 'Never' } })).to.deep.equal(['failed', 'never in force']);
    const gone = await story(undefined, { at: { ...at, method: 'Gone' } });
    expect(gone).to.deep.equal(['moment-reached', 'look', 'failed', 'let go', 'never in force']);
  });

  it('heals at once where the run is aborted while it is in force', async () => {
    const aborting = new AbortController();
    setTimeout(() => aborting.abort(new HarnessError('CHAOS_INTERRUPTED', 'Expected no interruption.')), 30);
    const told = await story(aborting.signal);
    expect(told.slice(-4)).to.deep.equal(['healing', 'HEAL', 'healed', 'CHAOS_INTERRUPTED']);
    expect(told.filter((one) => one === 'worker-2')).to.have.length(1);
  });
});
