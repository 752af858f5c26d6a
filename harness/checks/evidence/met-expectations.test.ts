import { expect } from 'chai';
import { withJob, withRows } from '../../contracts/sample-run/changes.ts';
import { correctRun } from '../../contracts/sample-run/correct-run.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { Expectation } from '../../model/expectation.ts';
import { judgeChecks } from '../judge.ts';
import { metExpectations } from './met-expectations.ts';

const run = correctRun();
const workflowId = run.plan.workload[0]?.workflowId ?? '';

/** The run, whose first job expects another result, or one of more. */
function expecting(change: (right: Expectation) => { expect: Expectation; orExpect?: Expectation[] }): Evidence {
  return withJob(run, workflowId, (job) => ({ ...job, ...change(job.expect) }));
}

const compensated = (right: Expectation): Expectation => ({ ...right, result: 'compensated', effects: [] });

describe('an expectation of several', () => {
  it('is the one that the workflow met, by end and result', () => {
    const other = expecting((right) => ({ expect: compensated(right) }));
    expect(judgeChecks(other).verdict, 'only another').to.equal('invalid');
    const either = expecting((right) => ({ expect: compensated(right), orExpect: [right] }));
    expect(judgeChecks(either).verdict).to.equal('valid');
    expect(judgeChecks(expecting((right) => ({ expect: right, orExpect: [compensated(right)] }))).verdict).to.equal(
      'valid',
    );
  });

  it('is the one with the applied effects, if several have that end and result', () => {
    const fewer = (right: Expectation): Expectation => ({ ...right, effects: right.effects.slice(1) });
    const either = expecting((right) => ({ expect: fewer(right), orExpect: [right] }));
    expect(judgeChecks(either).verdict).to.equal('valid');
    const lost = withRows(either, 'effects', (rows) =>
      rows.filter(({ subject }) => !Object.values(subject).includes(workflowId)),
    );
    expect(judgeChecks(lost).verdict, 'with the effects of neither').to.equal('invalid');
  });

  it('is told apart by rows and activities too, where ends, results and effects are the same', () => {
    const other = (right: Expectation): Expectation => {
      return { ...right, rows: [{ table: 'documents', columns: { status: 'refunded' } }] };
    };
    expect(judgeChecks(expecting((right) => ({ expect: other(right), orExpect: [right] }))).verdict).to.equal('valid');
    const values = (right: Expectation): Expectation => ({
      ...right,
      activities: [{ type: 'embedPages', input: [7] }],
    });
    expect(judgeChecks(expecting((right) => ({ expect: values(right), orExpect: [right] }))).verdict).to.equal('valid');
  });

  it('must be met wholly: the end of one with the effects of another is none of them', () => {
    const [first, ...effects] = run.plan.workload[0]?.expect.effects ?? [];
    const refunded = (right: Expectation): Expectation => ({ ...right, result: 'refunded', effects });
    const lost = withRows(
      expecting((right) => ({ expect: right, orExpect: [refunded(right)] })),
      'effects',
      (rows) => rows.filter(({ kind, subject }) => kind !== first?.kind || subject['page'] !== first.subject['page']),
    );
    expect(judgeChecks(lost).verdict).to.equal('invalid');
  });

  it('is the closest one if none was met, and a finding says which that is', () => {
    const near = (right: Expectation): Expectation => ({ ...right, result: 'refunded' });
    const neither = expecting((right) => ({
      expect: compensated(right),
      orExpect: [near(right), compensated(right)],
    }));
    expect(metExpectations(neither).chosen.get(workflowId)).to.equal(1);
    const [finding] = judgeChecks(neither).findings.filter(({ check }) => check === 'every-workflow-completes');
    expect(finding?.verdict).to.equal('invalid');
    expect(finding?.summary).to.contain(`Of 3 legal outcomes of ${workflowId}, number 2 is the closest`);
  });

  it('is the first one if two are as close', () => {
    const neither = expecting((right) => ({ expect: compensated(right), orExpect: [compensated(right)] }));
    expect(metExpectations(neither).chosen.get(workflowId)).to.equal(0);
    expect(judgeChecks(neither).verdict).to.equal('invalid');
  });
});
