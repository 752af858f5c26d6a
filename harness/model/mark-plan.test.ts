import { expect } from 'chai';
import fc from 'fast-check';
import { scenarios } from '../../scenarios/index.ts';
import { makePlan } from '../runner/make-plan.ts';
import { markOf } from './hosted-supabase.ts';
import { markPlan, markStart } from './mark-plan.ts';
import { type Job, type Plan, planSchema } from './plan.ts';

const mark = markOf('a run');

function job(workflowId: string, rest: Partial<Job> = {}): Job {
  const expect = { end: 'completed' as const, checkpoints: [], effects: [], progress: [] };
  return { workflowType: 'work', workflowId, args: [], actions: [], expect, ...rest };
}

function planOf(workload: readonly Job[], schedule: Plan['schedule'] = []): Plan {
  return {
    schema: 'durable-chaos/plan@1',
    harness: '0',
    scenario: 's',
    hypothesis: 'H.',
    subject: 'x',
    seed: 1,
    params: {},
    sabotage: null,
    workers: 1,
    checks: ['fault-landed'],
    runTimeMs: 1,
    schedule,
    workload: [...workload],
  };
}

describe('a marked plan', () => {
  it('has other ids in jobs, moments and targets, and none of the old ones', () => {
    const schedule: Plan['schedule'] = [
      {
        id: 'kill',
        fault: 'worker-kill',
        params: {},
        healAfterMs: 1,
        at: {
          kind: 'checkpoint',
          workflowId: 'order-1',
          stage: 'paid',
        },
        target: {
          role: 'holder',
          workflowId: 'order-10',
          activityType: 'pay',
        },
      },
    ];
    const marked = markPlan(planOf([job('order-1'), job('order-10')], schedule), mark);
    expect(marked.workload.map((one) => one.workflowId)).to.deep.equal([`${mark}order-1`, `${mark}order-10`]);
    expect(marked.schedule[0]?.at).to.include({ workflowId: `${mark}order-1` });
    expect(marked.schedule[0]?.target).to.include({ workflowId: `${mark}order-10` });
  });

  it('renames them as words of what goes in and of what is expected to come out, and nothing else', () => {
    const before = job('order-1', {
      args: [{ order: 'order-1', key: 'order-1/pay', other: 'order-11', customer: 'border-1', n: 1, none: null }],
      actions: [{ kind: 'signal', name: 'order-1', args: [['order-1']], after: { kind: 'started' } }],
      expect: {
        end: 'completed',
        result: { text: 'paid (order-1)' },
        checkpoints: [{ stage: 'order-1', work: { kind: 'none' } }],
        effects: [{ kind: 'order-1', subject: { order: 'order-1', page: 1 }, payload: { of: ['pay/order-1'] } }],
        activities: [{ type: 'order-1', input: ['order-1'], result: { of: 'order-1' } }, { type: 'pay' }],
        rows: [{ table: 'order-1', key: 'order-1/paid', columns: { 'order-1': ['order-1'] } }],
        progress: [],
      },
    });
    const [after] = markPlan(planOf([before]), mark).workload;
    expect(after?.args).to.deep.equal([
      {
        order: `${mark}order-1`,
        key: `${mark}order-1/pay`,
        other: 'order-11',
        customer: 'border-1',
        n: 1,
        none: null,
      },
    ]);
    expect(after?.actions[0]).to.deep.include({ name: 'order-1', args: [[`${mark}order-1`]] });
    expect(after?.expect).to.deep.include({
      result: { text: `paid (${mark}order-1)` },
      checkpoints: [{ stage: 'order-1', work: { kind: 'none' } }],
      effects: [
        { kind: 'order-1', subject: { order: `${mark}order-1`, page: 1 }, payload: { of: [`pay/${mark}order-1`] } },
      ],
      activities: [{ type: 'order-1', input: [`${mark}order-1`], result: { of: `${mark}order-1` } }, { type: 'pay' }],
      rows: [{ table: 'order-1', key: `${mark}order-1/paid`, columns: { 'order-1': [`${mark}order-1`] } }],
    });
  });

  it('takes an id whole where another one is its beginning, and as it is written', () => {
    const ids = ['a', 'a-b', 'a.b', 'a+b', 'ab'];
    const marked = markPlan(planOf(ids.map((id) => job(id, { args: [id] }))), mark);
    expect(marked.workload.map(({ args }) => args[0])).to.deep.equal(ids.map((id) => `${mark}${id}`));
    expect(marked.workload.map(({ workflowId }) => workflowId)).to.deep.equal(ids.map((id) => `${mark}${id}`));
  });

  it('takes the mark of an earlier run off, and only where all ids have the same one', () => {
    const earlier = markOf('an earlier run');
    const plan = planOf([job('order-1', { args: ['order-1'] }), job('order-2')]);
    expect(markPlan(markPlan(plan, earlier), mark)).to.deep.equal(markPlan(plan, mark));
    const mixed = planOf([job(`${earlier}order-1`), job('order-1')]);
    const ids = markPlan(mixed, mark).workload.map(({ workflowId }) => workflowId);
    expect(ids).to.deep.equal([`${mark}${earlier}order-1`, `${mark}order-1`]);
  });

  it('leaves a plan without jobs as it is', () => {
    expect(markPlan(planOf([]), mark)).to.deep.equal(planOf([]));
  });

  it('is a good plan with as many ids, each with the mark, for every scenario and seed', () => {
    fc.assert(
      fc.property(fc.constantFrom(...scenarios), fc.nat(1_000_000), (scenario, seed) => {
        const choices = { seed, params: {}, sabotage: null, noFault: false, harnessVersion: '0' };
        const plan = makePlan(scenario, choices);
        const marked = markPlan(plan, mark);
        expect(planSchema.parse(marked)).to.deep.equal(marked);
        const ids = plan.workload.map(({ workflowId }) => workflowId);
        expect(marked.workload.map(({ workflowId }) => workflowId)).to.deep.equal(ids.map((id) => mark + id));
        const moments = marked.schedule.flatMap(({ at }) =>
          at.kind === 'elapsed' || at.kind === 'ended' ? [] : [at.workflowId],
        );
        expect(moments.every((id) => id === undefined || id.startsWith(mark))).to.equal(true);
        // Renaming is all that was done: with the marks taken out it is the same again.
        expect(JSON.stringify(marked).replaceAll(mark, '')).to.equal(JSON.stringify(plan));
      }),
      { numRuns: 60 },
    );
  });
});

describe('a marked start', () => {
  it('is that of a canary with an id of the run', () => {
    const canary = { workflowType: 'ping', workflowId: 'canary-1', args: ['canary-1', 'canary 1'] };
    expect(markStart(canary, mark)).to.deep.equal({
      ...canary,
      workflowId: `${mark}canary-1`,
      args: [`${mark}canary-1`, 'canary 1'],
    });
  });

  it('has other ids in the requests to the API too: path, key and body', () => {
    const request = {
      method: 'POST' as const,
      path: '/orders/order-1/payment',
      headers: { 'Idempotency-Key': 'order-1-pay' },
      body: { order: 'order-1', amount: 5 },
    };
    const pay = { kind: 'signal' as const, name: 'pay', args: [], after: { kind: 'started' as const }, request };
    const marked = markPlan(planOf([job('order-1', { request, actions: [pay] })]), mark).workload[0];
    expect(marked?.request).to.deep.equal({
      method: 'POST',
      path: `/orders/${mark}order-1/payment`,
      headers: { 'Idempotency-Key': `${mark}order-1-pay` },
      body: { order: `${mark}order-1`, amount: 5 },
    });
    expect(marked?.actions[0]?.request).to.deep.equal(marked?.request);
  });
});
