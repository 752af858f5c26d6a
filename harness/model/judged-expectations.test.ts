import { expect } from 'chai';
import { withJob } from '../contracts/sample-run/changes.ts';
import { correctRun } from '../contracts/sample-run/correct-run.ts';
import { comparableItems } from './as-without-fault.ts';
import type { Expectation } from './expectation.ts';
import { type JudgedExpectation, judgedByFindings, judgedExpectations } from './judged-expectations.ts';
import type { Plan } from './plan.ts';
import type { KeptBooks } from './references-entry.ts';

const run = correctRun();
const all = { hasJudged: () => true };
const bare: Expectation = { end: 'completed', checkpoints: [], effects: [], progress: [] };

const withBare = (plan: Plan, expectation: Partial<Expectation> = {}): Plan => {
  return { ...plan, workload: plan.workload.map((job) => ({ ...job, expect: { ...bare, ...expectation } })) };
};
const told = (expectations: readonly JudgedExpectation[]): readonly string[] =>
  expectations.map(({ of, from, share }) => `${of}${share === undefined ? '' : ` of ${share}`}: ${from}`);

describe('what a verdict rests on', () => {
  it('is given, set by the system itself, or not judged', () => {
    expect(told(judgedExpectations(withBare(run.plan), all))).to.deep.equal([
      'completion: given',
      'results: not-judged',
      'checkpoints: not-judged',
      'effects: not-judged',
      'values: not-judged',
      'rows: not-judged',
      'progress: not-judged',
      'order: system',
      'timers: system',
      'recovery: system',
    ]);
  });

  it('says how much is given where it is not all', () => {
    const effects = [
      { kind: 'a', subject: {} },
      { kind: 'b', subject: {}, payload: 1 },
    ];
    const rows = [{ table: 'documents', columns: {} }];
    const plan = withJob(
      { ...run, plan: withBare(run.plan, { effects, activities: [{ type: 'x' }, { type: 'x' }], result: null }) },
      'document-1',
      (job) => ({ ...job, expect: { ...bare, rows } }),
    ).plan;
    expect(told(judgedExpectations(plan, all))).to.include.members([
      'results of 1 of 2 workflows: given',
      'effects: given',
      'payloads of 1 of 2 effects: given',
      'values of 1 activity type in 1 of 2 workflows: given',
      'rows of 1 table in 1 of 2 workflows: given',
    ]);
  });

  it('is not judged where the check could not tell, or never looked', () => {
    const by = judgedByFindings([
      { check: 'every-workflow-completes', verdict: 'invalid' },
      { check: 'side-effects-once', verdict: 'unknown' },
    ]);
    const judged = told(judgedExpectations(run.plan, by)).filter((one) => !one.endsWith('not-judged'));
    expect(judged).to.deep.equal(['completion: given', 'results: given']);
  });

  it('is as in the references for what an exploration compares and its case does not give', () => {
    const inReferences = (of: string): boolean => ['results', 'effects', 'rows'].includes(of);
    const judged = told(judgedExpectations(withBare(run.plan), { ...all, inReferences }));
    expect(judged).to.include.members(['results: references', 'effects: references', 'rows: references']);
    expect(judged).to.include.members(['completion: given', 'values: not-judged']);
  });

  it('is as in runs without a fault for what the plan leaves to them, as far as their checks could tell', () => {
    const compared = withJob(
      { ...run, plan: withBare(run.plan, { rows: [{ table: 'documents', columns: {} }] }) },
      'document-1',
      (job) => ({
        ...job,
        expect: { ...bare, asWithoutFault: [...comparableItems] },
      }),
    ).plan;
    const judged = told(judgedExpectations(compared, all));
    expect(judged).to.include.members([
      'completion of 1 of 2 workflows: given',
      'completion: references',
      'results of 1 of 2 workflows: references',
      'results: not-judged',
      'rows of 1 table in 1 of 2 workflows: given',
      'rows: references',
    ]);
    const by = judgedByFindings([{ check: 'work-done-as-without-fault', verdict: 'unknown' }]);
    expect(told(judgedExpectations(compared, by))).to.include('effects: not-judged');
  });

  it('is not judged where the subject keeps no such book, so that nothing was compared', () => {
    const compared = withBare(run.plan, { asWithoutFault: [...comparableItems] });
    const of = (keeps: KeptBooks): readonly string[] => told(judgedExpectations(compared, { ...all, keeps }));
    const none = of({ checkpoints: false, effects: false });
    expect(none).to.include.members(['checkpoints: not-judged', 'effects: not-judged', 'rows: not-judged']);
    expect(none).to.include.members(['completion: references', 'results: references', 'values: references']);
    const some = of({ checkpoints: true, effects: true, tables: [{ table: 'documents', key: 'id' }] });
    expect(some).to.include.members(['checkpoints: references', 'effects: references', 'rows: references']);
  });

  it('is demanded by the plan where it says how soon work must come on again', () => {
    expect(told(judgedExpectations({ ...run.plan, recoverWithinMs: 5 }, all))).to.include('recovery: given');
  });
});
