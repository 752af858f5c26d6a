import { expect } from 'chai';
import type { ChaosConfig } from '../model/config.ts';
import type { Expectation } from '../model/expectation.ts';
import type { PlanBody, Scenario } from '../model/scenario.ts';
import type { SubjectBooks } from '../model/subject-books.ts';
import type { WrittenJob } from '../model/written-job.ts';
import { withDefaultChecks } from './default-checks.ts';

const order: WrittenJob = { workflowType: 'order', workflowId: 'order-1', args: [], actions: [] };
const progress: Expectation['progress'] = [
  { activityType: 'charge', details: 'done', effect: 'payment', field: 'order' },
];

describe('withDefaultChecks', () => {
  const checksOf = (
    books: SubjectBooks,
    {
      body = {},
      bundle = null,
    }: { readonly body?: Partial<PlanBody>; readonly bundle?: readonly [string] | null } = {},
  ): readonly string[] => {
    const plan = (): PlanBody => ({ workers: 1, workload: [order], schedule: [], runTimeMs: 1, ...body });
    const scenario = { name: 'orders', subject: 'orders', plan } as unknown as Scenario;
    const config = { workers: { command: ['x'], bundle }, subjects: { orders: books }, sabotages: {} };
    return withDefaultChecks(config as unknown as ChaosConfig, scenario).plan(1, {}).checks ?? [];
  };
  const none = { checkpoints: false, effects: false };

  it('are those whose evidence the subject leaves', () => {
    const usual = ['fault-landed', 'every-workflow-completes', 'recovers-within-bound', 'steady-state-returns'];
    const ofBooks = ['side-effects-once', 'checkpoints-match-history'];
    expect(checksOf(none)).to.include.members(usual);
    for (const name of [...ofBooks, 'progress-resumed', 'replays-deterministically', 'stops-gracefully'])
      expect(checksOf(none)).to.not.include(name);
    const all = { checkpoints: true, effects: true, tables: [{ table: 'orders', key: 'id' }] };
    expect(checksOf(all)).to.include.members([...usual, ...ofBooks]);
  });

  it('have replays if something replays, and progress if a job says what it is', () => {
    expect(checksOf(none, { bundle: ['build'] })).to.include('replays-deterministically');
    const effects = { checkpoints: false, effects: true };
    expect(checksOf(effects)).to.not.include('progress-resumed');
    const resuming: WrittenJob = { ...order, expect: { end: 'completed', checkpoints: [], effects: [], progress } };
    expect(checksOf(effects, { body: { workload: [resuming] } })).to.include('progress-resumed');
  });

  it('are left as a plan names them', () => {
    expect(checksOf(none, { body: { checks: ['side-effects-once'] } })).to.deep.equal(['side-effects-once']);
  });

  it('are left to the schema of plans where a job or its expectation is null', () => {
    const workload = [null] as unknown as PlanBody['workload'];
    expect(checksOf(none, { body: { workload } })).to.deep.equal([]);
    const expecting = [{ ...order, expect: null }] as unknown as PlanBody['workload'];
    expect(checksOf(none, { body: { workload: expecting } })).to.not.include('progress-resumed');
  });
});
