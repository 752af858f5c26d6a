import { expect } from 'chai';
import { asStarted, planAsStarted } from './as-started.ts';
import type { JournalEntry } from './journal.ts';
import { type Job, jobSchema, type Plan } from './plan.ts';

const job = (workflowId: string, idPattern?: string): Job =>
  jobSchema.parse({
    workflowType: 'order',
    workflowId,
    args: [{ order: workflowId }],
    start: { command: ['order', '{workflowId}'], idPattern },
    actions: [],
    expect: {
      end: 'completed',
      checkpoints: [],
      effects: [{ kind: 'charge', subject: { order: workflowId } }],
      progress: [],
    },
  });

/** The journal of starts that were answered, with the ids that were chosen. */
const started = (
  ids: Readonly<Record<string, readonly string[]>>,
  step: 'ok' | 'fail' | 'info' = 'ok',
): readonly JournalEntry[] =>
  Object.entries(ids).map(([workflowId, chosen], index) => {
    const stamp = { sequence: index + 1, atMs: 1, time: '2026-01-01T00:00:00.000Z' };
    return { ...stamp, kind: 'client', operation: 1, action: 'start', workflowId, step, started: [...chosen] };
  });

describe('the jobs as they were started', () => {
  it('have the ids that their programs chose, wherever those of the plan stand', () => {
    const [first, second, ...others] = asStarted([job('a', 'order-.*')], started({ a: ['order-7', 'order-8'] }));
    expect([first?.workflowId, second?.workflowId, others]).to.deep.equal(['order-7', 'order-8', []]);
    expect(first?.args).to.deep.equal([{ order: 'order-7' }]);
    expect(second?.expect.effects).to.deep.equal([{ kind: 'charge', subject: { order: 'order-8' } }]);
  });

  it('stay as they are if the plan has their ids, or if nothing is known', () => {
    const jobs = [job('a'), job('b', 'order-.*')];
    expect(asStarted(jobs, started({ a: ['a', 'receipt-a'] }))).to.deep.equal(jobs);
    expect(asStarted(asStarted(jobs, started({ b: ['order-1'] })), started({ b: ['order-1'] }))).to.have.length(2);
  });

  for (const step of ['fail', 'info'] as const)
    it(`are those that were started, beside the job itself if more may be missing: ${step}`, () => {
      const ids = asStarted([job('a', 'order-.*')], started({ a: ['order-7'] }, step)).map(
        ({ workflowId }) => workflowId,
      );
      expect(ids).to.deep.equal(['a', 'order-7']);
    });

  it('are compared with references of the ids that their programs chose too', () => {
    const references = [{ of: ['a', 'b'], runs: [job('a-reference-1', 'order-.*'), job('a-reference-2', 'order-.*')] }];
    const plan = { workload: [job('a', 'order-.*'), job('b', 'order-.*')], references } as unknown as Plan;
    const ids = {
      a: ['order-1'],
      b: ['order-2', 'order-3'],
      'a-reference-1': ['order-4'],
      'a-reference-2': ['order-5'],
    };
    const [of] = planAsStarted(plan, started(ids)).references ?? [];
    expect(of?.of).to.deep.equal(['order-1', 'order-2', 'order-3']);
    expect(of?.runs.map(({ workflowId }) => workflowId)).to.deep.equal(['order-4', 'order-5']);
  });

  it('leave a plan alone in which no program chooses ids', () => {
    const plan = { workload: [job('a')] } as unknown as Plan;
    expect(planAsStarted(plan, started({ a: ['x'] }))).to.equal(plan);
  });
});
