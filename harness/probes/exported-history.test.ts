import { expect } from 'chai';
import { attributesOf } from '../model/event-history.ts';
import { exportedHistory } from './exported-history.ts';

const eventTime = '2021-07-30T22:03:06.134Z';

function causeOf(eventType: string, field: string, cause: string): unknown {
  const started = { eventId: '1', eventTime, eventType: 'WorkflowExecutionStarted' };
  const events = [
    { ...started, workflowExecutionStartedEventAttributes: { workflowType: { name: 'charge' } } },
    { eventId: '2', eventTime, eventType, [field]: { cause } },
  ];
  const last = exportedHistory({ events }, 'file').events.at(-1);
  return last === undefined ? undefined : attributesOf(last).cause;
}

describe('an exported event history', () => {
  it('keeps the cause of a failure in each spelling', () => {
    const field = 'workflowTaskFailedEventAttributes';
    const today = 'WORKFLOW_TASK_FAILED_CAUSE_RESET_WORKFLOW';
    expect(causeOf('WorkflowTaskFailed', field, 'ResetWorkflow')).to.equal(today);
    expect(causeOf('EVENT_TYPE_WORKFLOW_TASK_FAILED', field, today)).to.equal(today);
    expect(
      causeOf(
        'RequestCancelExternalWorkflowExecutionFailed',
        'requestCancelExternalWorkflowExecutionFailedEventAttributes',
        'ExternalWorkflowExecutionNotFound',
      ),
    ).to.equal('CANCEL_EXTERNAL_WORKFLOW_EXECUTION_FAILED_CAUSE_EXTERNAL_WORKFLOW_EXECUTION_NOT_FOUND');
  });

  it('takes the name of its file for the workflow id where none was recorded', () => {
    const started = { eventId: 1, eventTime, eventType: 'WorkflowExecutionStarted' };
    const events = [{ ...started, workflowExecutionStartedEventAttributes: { workflowType: { name: 'charge' } } }];
    expect(exportedHistory({ events }, 'file').workflowId).to.equal('file');
  });
});
