import { expect } from 'chai';
import {
  violationsOf,
  withAttributes,
  withEvents,
  withHistory,
  withJob,
  withJournal,
  withoutEvents,
  withRows,
} from '../../contracts/sample-run/changes.ts';
import { correctRun } from '../../contracts/sample-run/correct-run.ts';
import { isCompletion, isStart, renamed } from '../../contracts/sample-run/history-events.ts';
import type { Finding } from '../../model/check.ts';
import { attributesOf, eventTypeOf, type HistoryEvent } from '../../model/event-history.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { Job } from '../../model/plan.ts';
import { eventHistoryWellFormed } from './event-history-well-formed.ts';

const run = correctRun();
const judge = (evidence: typeof run): Finding => eventHistoryWellFormed.judge(evidence);

describe('event-history-well-formed', () => {
  it('is valid for the correct run, which has a timed-out workflow task', () => {
    const finding = judge(run);
    expect(finding.verdict).to.equal('valid');
    expect(finding.summary).to.contain('2 event histories');
  });

  it('is invalid where a started job has no event history', () => {
    const finding = judge(withRows(run, 'eventHistories', (rows) => rows.slice(1)));
    expect(finding.verdict).to.equal('invalid');
    expect(violationsOf(finding)).to.deep.equal(['missing']);
  });

  it('is invalid where an id is missing or the first event is another', () => {
    const gap = withoutEvents(run, 'document-1', 'WORKFLOW_EXECUTION_SIGNALED');
    expect(violationsOf(judge(gap))).to.deep.equal(['ids']);
    const headless = withEvents(run, 'document-1', (event) => (event.eventId === '1' ? null : event));
    expect(violationsOf(judge(headless))).to.deep.equal(['ids', 'begin']);
  });

  it('is invalid where nothing ends the execution, two events do, or one follows the end', () => {
    const open = withoutEvents(run, 'document-1', 'WORKFLOW_EXECUTION_COMPLETED');
    expect(violationsOf(judge(open))).to.deep.equal(['end']);
    expect(violationsOf(judge(withMore('WORKFLOW_EXECUTION_TERMINATED', {})))).to.deep.equal(['end']);
    expect(violationsOf(judge(withMore('WORKFLOW_EXECUTION_SIGNALED', { signalName: 'late' })))).to.deep.equal(['end']);
  });

  it('is invalid where an activity was never closed, closed twice, or never scheduled', () => {
    const open = withEvents(run, 'document-1', (event) =>
      isCompletion(event, '2') ? renamed(event, 'MARKER_RECORDED') : event,
    );
    expect(violationsOf(judge(open))).to.deep.equal(['activity']);
    const twice = inserted((event) => (isCompletion(event, '2') ? event : null));
    expect(violationsOf(judge(twice))).to.deep.equal(['activity']);
    const stray = inserted((event) => (isCompletion(event, '2') ? withScheduled(event, '999') : null));
    expect(violationsOf(judge(stray))).to.deep.equal(['activity']);
  });

  it('allows an ended workflow to leave an activity open that the plan does not expect closed', () => {
    const open = withEvents(run, 'document-1', (event) =>
      isCompletion(event, '2') ? renamed(event, 'MARKER_RECORDED') : event,
    );
    const expecting = (closed: Job['expect']['closed']): Evidence =>
      withJob(open, 'document-1', ({ expect: { closed: _closed, ...rest }, ...job }) => ({
        ...job,
        expect: closed === undefined ? rest : { ...rest, closed },
      }));
    expect(judge(expecting(undefined)).verdict).to.equal('valid');
    expect(judge(expecting(undefined)).summary).to.contain('1 activity left open at the end');
    expect(judge(expecting(['publish'])).verdict).to.equal('valid');
    expect(violationsOf(judge(expecting(['publish', 'extractPages'])))).to.deep.equal(['activity']);
    const running = withoutEvents(expecting(undefined), 'document-1', 'WORKFLOW_EXECUTION_COMPLETED');
    expect(violationsOf(judge(running)), 'it has not ended').to.deep.equal(['end', 'activity']);
  });

  it('allows an activity that the workflow gave up to stay open', () => {
    const open = withEvents(run, 'document-1', (event) =>
      isCompletion(event, '2') ? renamed(event, 'ACTIVITY_TASK_CANCEL_REQUESTED') : event,
    );
    expect(judge(open).verdict).to.equal('valid');
  });

  it('is invalid where a timer was closed twice or never started, and allows one that was left running', () => {
    const twice = inserted((event) => (eventTypeOf(event) === 'TIMER_FIRED' ? event : null), 'document-2');
    expect(violationsOf(judge(twice))).to.deep.equal(['timer']);
    const stray = inserted(
      (event) => (eventTypeOf(event) === 'TIMER_FIRED' ? withStarted(event, '2') : null),
      'document-2',
    );
    expect(violationsOf(judge(stray))).to.deep.equal(['timer']);
    const running = withEvents(run, 'document-2', (event) =>
      eventTypeOf(event) === 'TIMER_FIRED' ? renamed(event, 'MARKER_RECORDED') : event,
    );
    expect(judge(running).verdict).to.equal('valid');
  });

  it('is invalid where an activity was completed or failed without ever having been started', () => {
    const unstarted = (type: string): Evidence =>
      withEvents(run, 'document-1', (event) => {
        if (isStart(event, '2')) return renamed(event, 'MARKER_RECORDED');
        return isCompletion(event, '2') ? renamed(event, type) : event;
      });
    expect(violationsOf(judge(unstarted('ACTIVITY_TASK_COMPLETED')))).to.deep.equal(['activity']);
    expect(violationsOf(judge(unstarted('ACTIVITY_TASK_FAILED')))).to.deep.equal(['activity']);
    expect(judge(unstarted('ACTIVITY_TASK_TIMED_OUT')).verdict).to.equal('valid');
  });

  it('allows an activity to be cancelled before it was started, if the workflow asked for it', () => {
    const canceled = withEvents(run, 'document-1', (event) => {
      if (isStart(event, '2')) return renamed(event, 'ACTIVITY_TASK_CANCEL_REQUESTED');
      return isCompletion(event, '2') ? renamed(event, 'ACTIVITY_TASK_CANCELED') : event;
    });
    expect(judge(canceled).verdict).to.equal('valid');
  });

  it('is invalid where a started workflow task was never closed, or closed twice', () => {
    const open = withEvents(run, 'document-2', (event) =>
      eventTypeOf(event) === 'WORKFLOW_TASK_TIMED_OUT' ? renamed(event, 'MARKER_RECORDED') : event,
    );
    expect(violationsOf(judge(open))).to.deep.equal(['workflow-task']);
    const twice = inserted((event) => (eventTypeOf(event) === 'WORKFLOW_TASK_TIMED_OUT' ? event : null), 'document-2');
    expect(violationsOf(judge(twice))).to.deep.equal(['workflow-task']);
  });

  it('is invalid where the run is a retry, a continuation or a reset of none that is there', () => {
    const begun = (change: Readonly<Record<string, unknown>>): Finding =>
      judge(withEvents(run, 'document-1', (event) => (event.eventId === '1' ? withAttributes(event, change) : event)));
    expect(violationsOf(begun({ attempt: 2 }))).to.deep.equal(['begin']);
    expect(violationsOf(begun({ continuedExecutionRunId: 'x' }))).to.deep.equal(['begin']);
    expect(violationsOf(begun({ originalExecutionRunId: 'x' }))).to.deep.equal(['begin']);
    const lawful = { attempt: 1, continuedExecutionRunId: '', originalExecutionRunId: 'run-of-document-1' };
    expect(begun(lawful).verdict).to.equal('valid');
  });

  it('is unknown where no job has an event history and none need have one', () => {
    const info = withJournal(run, (entry) =>
      entry.kind === 'client' && entry.step === 'ok' ? { ...entry, step: 'info' } : entry,
    );
    expect(judge(withRows(info, 'eventHistories', () => [])).verdict).to.equal('unknown');
  });
});

/** The run with events put in twice, ids counted anew; what `again` returns is put after the event. */
function inserted(again: (event: HistoryEvent) => HistoryEvent | null, workflowId = 'document-1'): Evidence {
  return withHistory(run, workflowId, (history) => {
    // Put before the end, so that ids of earlier events (to which others refer) stay as they are.
    const more = history.events.flatMap((event) => again(event) ?? []);
    const events = [...history.events.slice(0, -1), ...more, ...history.events.slice(-1)];
    return { ...history, events: events.map((event, index) => ({ ...event, eventId: String(index + 1) })) };
  });
}

function withMore(type: string, attributes: object): Evidence {
  return withHistory(run, 'document-1', (history) => {
    const eventId = String(history.events.length + 1);
    const eventTime = history.events.at(-1)?.eventTime ?? '';
    const more = { eventId, eventTime, eventType: `EVENT_TYPE_${type}`, moreEventAttributes: attributes };
    return { ...history, events: [...history.events, more] };
  });
}

function withScheduled(event: HistoryEvent, scheduledEventId: string): HistoryEvent {
  return { ...event, activityTaskCompletedEventAttributes: { ...attributesOf(event), scheduledEventId } };
}

function withStarted(event: HistoryEvent, startedEventId: string): HistoryEvent {
  return { ...event, timerFiredEventAttributes: { ...attributesOf(event), startedEventId } };
}
