import { expect } from 'chai';
import { withJob, withRows } from '../../contracts/sample-run/changes.ts';
import { correctRun } from '../../contracts/sample-run/correct-run.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { Expectation } from '../../model/expectation.ts';
import { judgeChecks } from '../judge.ts';
import { metExpectation } from './met-expectations.ts';

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

  it('is the first one if none was met', () => {
    const neither = expecting((right) => ({ expect: compensated(right), orExpect: [compensated(right)] }));
    const [job] = neither.plan.workload;
    expect(job === undefined ? null : metExpectation(neither, job)).to.equal(job?.expect);
    expect(judgeChecks(neither).verdict).to.equal('invalid');
  });
});
