import { expect } from 'chai';
import { withAttributes, withEntries, withEvents } from '../../contracts/sample-run/changes.ts';
import { correctRun } from '../../contracts/sample-run/correct-run.ts';
import { call, lostWorkflowTask } from '../../contracts/sample-run/journal-builder.ts';
import { eventTypeOf, type HistoryEvent } from '../../model/event-history.ts';
import type { Evidence } from '../../model/evidence.ts';
import { statesOf } from '../test-support/late-rescue.ts';
import { recoversWithinBound } from './recovers-within-bound.ts';

const broken = { method: 'RespondWorkflowTaskCompleted', outcome: 'broken', grpcStatus: null } as const;

/**
 * The correct run, where the server has executed the victim's completion of a workflow task, and no worker has heard
 * so.
 */
function unheard(change: (event: HistoryEvent) => HistoryEvent = (event) => event): Evidence {
  const executed = withEvents(correctRun(), 'document-2', (event) =>
    change(
      eventTypeOf(event) === 'WORKFLOW_TASK_TIMED_OUT'
        ? {
            eventId: event.eventId,
            eventTime: event.eventTime,
            eventType: 'EVENT_TYPE_WORKFLOW_TASK_COMPLETED',
            workflowTaskCompletedEventAttributes: event['workflowTaskTimedOutEventAttributes'],
          }
        : event,
    ),
  );
  return withEntries(executed, call('worker-1', 3420, { ...lostWorkflowTask, ...broken }));
}

/** The change of an event's attributes where it is of a type and an id. */
function changing(type: string, eventId: string, attributes: object): (event: HistoryEvent) => HistoryEvent {
  return (event) =>
    eventTypeOf(event) === type && event.eventId === eventId ? withAttributes(event, { ...attributes }) : event;
}

describe('a workflow task whose own completion was executed and not heard', () => {
  it('needs no recovery: a later one of its workflow is not its', () => {
    const finding = recoversWithinBound.judge(unheard());
    expect(statesOf(finding)).to.deep.equal(['within', 'not-needed', 'within']);
    expect(finding.verdict).to.equal('valid');
  });

  it('has to recover if that unheard answer carried the next one', () => {
    const inline = { requestId: 'request-from-RespondWorkflowTaskCompleted' };
    // The start that the rescuer got is another than the one that was lost with the answer.
    const lost = unheard(changing('WORKFLOW_TASK_STARTED', '6', inline));
    const elsewhere = lost.journal.map((entry) =>
      entry.kind === 'call' && entry.startedEventId === '6' ? { ...entry, startedEventId: '9' } : entry,
    );
    expect(statesOf(recoversWithinBound.judge({ ...lost, journal: elsewhere }))[1]).to.equal('within');
    expect(statesOf(recoversWithinBound.judge(lost))[1], 'heard of').to.equal('not-needed');
  });

  it('is the one of the attempt that was held, where several share the id of their start', () => {
    const second = unheard(changing('WORKFLOW_TASK_SCHEDULED', '2', { attempt: 2 }));
    expect(statesOf(recoversWithinBound.judge(second))[1]).to.equal('within');
  });
});
