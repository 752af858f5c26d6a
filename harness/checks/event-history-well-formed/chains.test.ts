import { expect } from 'chai';
import { violationsOf, withEvents, withPlan } from '../../contracts/sample-run/changes.ts';
import { correctRun } from '../../contracts/sample-run/correct-run.ts';
import type { HistoryBuilder } from '../../contracts/sample-run/history-builder.ts';
import type { Finding } from '../../model/check.ts';
import { eventTypeOf } from '../../model/event-history.ts';
import type { Evidence } from '../../model/evidence.ts';
import { completes, runWithChild, shortHistory, withHistories } from '../test-support/family.ts';
import { eventHistoryWellFormed } from './event-history-well-formed.ts';

const judge = (evidence: Evidence): Finding => eventHistoryWellFormed.judge(evidence);
const ids = { workflowId: 'document-2', type: 'ingestDocument' } as const;
const RUN = 'run-of-document-2';
const asleep = (builder: HistoryBuilder): void => void builder.workflowTask(4100);

const retried = (start: Parameters<typeof shortHistory>[1], steps = completes): Evidence =>
  withHistories(correctRun(), shortHistory({ ...ids, runId: 'r2', atMs: 8000 }, start, steps));

describe('event-history-well-formed: chains and children', () => {
  it('judges every run of a chain', () => {
    const start = { continuedExecutionRunId: RUN, initiator: 'CONTINUE_AS_NEW_INITIATOR_RETRY', attempt: 2 };
    const finding = judge(retried(start));
    expect(finding.verdict).to.equal('valid');
    expect(finding.summary).to.contain('3 event histories');
    const failed = (builder: HistoryBuilder): void => {
      builder.add(8100, 'WORKFLOW_TASK_FAILED', { cause: 'WORKFLOW_TASK_FAILED_CAUSE_NON_DETERMINISTIC_ERROR' });
      completes(builder);
    };
    expect(violationsOf(judge(retried(start, failed)))).to.deep.equal(['workflow-task']);
  });

  it('allows what a reset leaves: a terminated run, and one that begins with its events', () => {
    const reset = (builder: HistoryBuilder): void => {
      const startedEventId = builder.workflowTask(4000, 'TIMED_OUT');
      const cause = 'WORKFLOW_TASK_FAILED_CAUSE_RESET_WORKFLOW';
      builder.add(8000, 'WORKFLOW_TASK_FAILED', { cause, baseRunId: RUN, newRunId: 'r2', startedEventId: '99' });
      completes(builder);
      expect(startedEventId).to.equal('3');
    };
    const made = retried({ originalExecutionRunId: RUN }, reset);
    const terminated = withEvents(made, 'document-2', (event) =>
      eventTypeOf(event) === 'WORKFLOW_EXECUTION_COMPLETED'
        ? { ...event, eventType: 'EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED' }
        : event,
    );
    expect(judge(terminated).verdict).to.equal('valid');
    expect(violationsOf(judge(retried({ originalExecutionRunId: RUN })))).to.deep.equal(['begin']);
  });

  it('is invalid where a run follows one that is gone, or is a later attempt of none', () => {
    expect(violationsOf(judge(retried({ continuedExecutionRunId: 'gone' })))).to.deep.equal(['begin']);
    expect(violationsOf(judge(retried({ attempt: 2 })))).to.deep.equal(['begin']);
  });

  it('judges children too: whole, and ended unless they were abandoned', () => {
    expect(judge(runWithChild()).verdict).to.equal('valid');
    expect(judge(runWithChild()).summary).to.contain('3 event histories');
    expect(violationsOf(judge(runWithChild(asleep)))).to.deep.equal(['end']);
    expect(judge(runWithChild(asleep, { policy: 'ABANDON' })).verdict).to.equal('valid');
    const late = withPlan(runWithChild(asleep), { runTimeMs: 4000 });
    expect(judge(late).verdict).to.equal('valid');
    const failing = (builder: HistoryBuilder): void => {
      builder.add(4100, 'WORKFLOW_TASK_FAILED', { cause: 'WORKFLOW_TASK_FAILED_CAUSE_NON_DETERMINISTIC_ERROR' });
      builder.add(4200, 'WORKFLOW_EXECUTION_FAILED', {});
    };
    expect(violationsOf(judge(runWithChild(failing)))).to.deep.equal(['workflow-task']);
  });
});
