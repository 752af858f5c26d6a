import { expect } from 'chai';
import { checks } from '../checks/index.ts';
import { correctRun } from '../contracts/sample-run/correct-run.ts';
import { pointExpectations } from './point-expectations.ts';

const jobs = correctRun().plan.workload.map((job) => {
  return { ...job, expect: { end: 'completed' as const, checkpoints: [], effects: [], progress: [] } };
});

describe('what the points of an exploration are held against', () => {
  it('is what the case gives, then the references, as far as they are compared', () => {
    const keeps = { checkpoints: false, effects: true, tables: [{ table: 'documents', key: 'id' }] };
    const told = pointExpectations([{ jobs }], { checks, keeps, cases: [{ values: { compared: 9, differing: 0 } }] });
    expect(told.map(({ of, from }) => `${of}: ${from}`)).to.deep.equal([
      'completion: given',
      'results: references',
      'checkpoints: not-judged',
      'effects: references',
      'values: references',
      'rows: references',
      'progress: not-judged',
      'order: system',
      'timers: system',
      'recovery: system',
    ]);
  });
});
