import { expect } from 'chai';
import { judgeEvidence } from '../../app/judge-evidence.ts';
import {
  violationsOf,
  withAttributes,
  withEntries,
  withEvents,
  withJob,
  withPlan,
} from '../../contracts/sample-run/changes.ts';
import { correctRun } from '../../contracts/sample-run/correct-run.ts';
import type { Finding } from '../../model/check.ts';
import type { Json } from '../../model/json.ts';
import type { Job } from '../../model/plan.ts';
import { everyWorkflowCompletes } from './every-workflow-completes.ts';
import { unjudgedJobs } from './unjudged-jobs.ts';

const run = correctRun();
const judge = (evidence: typeof run): Finding => everyWorkflowCompletes.judge(evidence);

/** The run with more jobs, whose starts have an unknown outcome and left no trace. */
function withUntold(...names: readonly string[]): typeof run {
  const [job] = run.plan.workload;
  if (job === undefined) throw new Error('Expected a job.');
  const workload = [...run.plan.workload, ...names.map((workflowId): Job => ({ ...job, workflowId }))];
  const start = { kind: 'client', action: 'start' } as const;
  const entries = names.flatMap((workflowId, index) => [
    { ...start, operation: 100 + index, workflowId, step: 'invoke' as const, atMs: 3045 },
    { ...start, operation: 100 + index, workflowId, step: 'info' as const, atMs: 3046 },
  ]);
  return withEntries(withPlan(run, { workload }), ...entries);
}

describe('starts of unknown outcome', () => {
  it('are counted, and leave nothing proved if less than half of the jobs can be judged', () => {
    expect(judge(withUntold('a', 'b')).verdict).to.equal('valid');
    expect(judge(withUntold('a', 'b')).summary)
      .to.contain('2 of 4 workflows')
      .and.contain('of 2 the start is unknown');
    expect(judge(withUntold('a', 'b', 'c')).verdict).to.equal('unknown');
    expect(judge(withUntold('a', 'b', 'c')).summary).to.contain('Only of 2 of 5 workflows');
  });

  it('are listed among what was not judged', () => {
    expect(unjudgedJobs(run)).to.deep.equal([]);
    const [phrase] = judgeEvidence(withUntold('a')).notJudged;
    expect(phrase).to.equal('1 of 3 workflows: the start has an unknown outcome and left no trace');
  });
});

describe('why a workflow failed', () => {
  const declined: Json = { message: 'no', applicationFailureInfo: { type: 'PaymentDeclined' } };
  const inActivity = (cause: Json): Json => ({ message: 'Activity task failed', activityFailureInfo: {}, cause });

  /** Document-2 is to fail, for that reason if one is given, and does fail. */
  function failed(failure: Json, type?: string): typeof run {
    const expected = withJob(run, 'document-2', ({ expect: { result: _result, ...rest }, ...job }) => ({
      ...job,
      expect: { ...rest, end: 'failed', ...(type === undefined ? {} : { failure: { type } }) },
    }));
    return withEvents(expected, 'document-2', (event) => {
      if (event.eventType !== 'EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED') return event;
      const { workflowExecutionCompletedEventAttributes: _completed, ...rest } = event;
      const field = 'workflowExecutionFailedEventAttributes';
      return withAttributes({ ...rest, eventType: 'EVENT_TYPE_WORKFLOW_EXECUTION_FAILED', [field]: {} }, { failure });
    });
  }

  it('is as expected if the failure, or its cause in an activity or a child, has that type', () => {
    expect(judge(failed(declined, 'PaymentDeclined')).verdict).to.equal('valid');
    expect(judge(failed(inActivity(declined), 'PaymentDeclined')).verdict).to.equal('valid');
    const inChild = { message: 'x', childWorkflowExecutionFailureInfo: {}, cause: inActivity(declined) };
    expect(judge(failed(inChild, 'PaymentDeclined')).verdict).to.equal('valid');
    const timedOut = { message: 'x', timeoutFailureInfo: { timeoutType: 'TIMEOUT_TYPE_START_TO_CLOSE' } };
    expect(judge(failed(inActivity(timedOut), 'timeout')).verdict).to.equal('valid');
  });

  it('is a violation if it is another, or none is recorded', () => {
    const typeError = { message: 'x', applicationFailureInfo: { type: 'TypeError' }, cause: declined };
    for (const [failure, actual] of [
      [typeError, 'TypeError'],
      [inActivity({ message: 'x', terminatedFailureInfo: {} }), 'terminated'],
      [{ message: 'x' }, null],
    ] as const) {
      const finding = judge(failed(failure, 'PaymentDeclined'));
      expect(violationsOf(finding)).to.deep.equal(['other-failure']);
      expect(finding.exhibits[0]).to.include({ expected: 'PaymentDeclined', actual });
    }
  });

  it('is said to be not judged if the plan does not give it', () => {
    expect(judge(failed(declined)).verdict).to.equal('valid');
    expect(unjudgedJobs(failed(declined))).to.deep.equal(['why 1 workflow failed: the plan names no expect.failure']);
    expect(unjudgedJobs(failed(declined, 'PaymentDeclined'))).to.deep.equal([]);
  });
});
