import { expect } from 'chai';
import { correctRun } from '../contracts/sample-run/correct-run.ts';
import type { Expectation } from '../model/expectation.ts';
import type { ClientAction, Plan } from '../model/plan.ts';
import type { WrittenJob } from '../model/written-job.ts';
import { parsePlan } from './make-plan.ts';

const order = (id: string, cents: number, more: Partial<WrittenJob> = {}): WrittenJob => ({
  workflowType: 'order',
  workflowId: id,
  args: [{ order: id, cents, note: `for ${id}.` }],
  actions: [],
  ...more,
});
const planOf = (...workload: readonly WrittenJob[]): Plan => parsePlan({ ...correctRun().plan, workload });
const given: Expectation = { end: 'completed', checkpoints: [], effects: [], progress: [] };

describe('the references of a plan', () => {
  it('are none where all is given', () => {
    expect(planOf(order('order-1', 5, { expect: given })).references).to.equal(undefined);
  });

  it('are the same job under other ids, in its input too', () => {
    const [references] = planOf(order('order-1', 5)).references ?? [];
    expect(references?.of).to.deep.equal(['order-1']);
    expect(references?.runs.map(({ workflowId }) => workflowId)).to.deep.equal(
      [1, 2, 3].map((nth) => `order-1-reference-${nth}`),
    );
    const id = 'order-1-reference-2';
    expect(references?.runs[1]?.args).to.deep.equal([{ order: id, cents: 5, note: `for ${id}.` }]);
  });

  it('are shared by jobs that differ in their ids and starts alone', () => {
    const jobs = [order('order-1', 5), order('order-2', 7), order('order-10', 5, { startAfterMs: 400 })];
    const { references = [] } = planOf(...jobs);
    expect(references.map(({ of }) => of)).to.deep.equal([['order-1', 'order-10'], ['order-2']]);
  });

  it('wait for no fault, which is not there yet', () => {
    const signal: ClientAction = { kind: 'signal', name: 'pay', args: ['order-1'], after: { kind: 'started' } };
    const late = order('order-1', 5, { startAfterFault: 'kill', actions: [{ ...signal, afterFault: 'kill' }] });
    const [references] = planOf(late).references ?? [];
    expect(references?.runs[0]).not.to.have.property('startAfterFault');
    expect(references?.runs[0]?.actions).to.deep.equal([{ ...signal, args: ['order-1-reference-1'] }]);
  });

  it('stay as they are in a plan that is read back', () => {
    const plan = planOf(order('order-1', 5));
    expect(parsePlan(JSON.parse(JSON.stringify(plan)))).to.deep.equal(plan);
  });
});
