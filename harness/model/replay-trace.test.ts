import { expect } from 'chai';
import type { EventHistory } from './event-history.ts';
import { explainReplay, type IssuedCommand, type ReplayTrace, type SourceLine } from './replay-trace.ts';

const here: readonly SourceLine[] = [{ file: '/app/workflows.ts', line: 7, column: 3 }];
const waiting: readonly SourceLine[] = [{ file: '/app/workflows.ts', line: 9, column: 1 }];

function command(kind: string, name: string | null = null, rest: Partial<IssuedCommand> = {}): IssuedCommand {
  return { kind, name, seq: null, task: 3, source: here, ...rest };
}

function trace(commands: readonly IssuedCommand[], rest: Partial<ReplayTrace> = {}): ReplayTrace {
  return { commands, waitsAt: waiting, thrownAt: [], task: 3, ...rest };
}

type Attributes = Readonly<Record<string, unknown>>;

/** A first workflow task (events 3 and 4), then these events of its commands. */
function history(...commands: readonly (readonly [string, Attributes])[]): EventHistory {
  const events: readonly (readonly [string, Attributes])[] = [
    ['WORKFLOW_EXECUTION_STARTED', { workflowType: { name: 'pay' } }],
    ['WORKFLOW_TASK_SCHEDULED', {}],
    ['WORKFLOW_TASK_STARTED', { scheduledEventId: '2' }],
    ['WORKFLOW_TASK_COMPLETED', { startedEventId: '3' }],
    ...commands.map(([type, attributes]) => [type, { workflowTaskCompletedEventId: '4', ...attributes }] as const),
  ];
  return {
    workflowId: 'pay-1',
    runId: 'r',
    events: events.map(([type, attributes], index) => ({
      eventId: String(index + 1),
      eventTime: '2026-01-01T00:00:00Z',
      eventType: `EVENT_TYPE_${type}`,
      someEventAttributes: attributes,
    })),
  };
}

const charge = ['ACTIVITY_TASK_SCHEDULED', { activityType: { name: 'charge' } }] as const;
const completed = ['WORKFLOW_EXECUTION_COMPLETED', {}] as const;

function patch(id: string, deprecated: boolean): readonly [string, Attributes] {
  const data = Buffer.from(JSON.stringify({ id, deprecated })).toString('base64');
  const metadata = { encoding: Buffer.from('json/plain').toString('base64') };
  const details = { 'patch-data': { payloads: [{ metadata, data }] } };
  return ['MARKER_RECORDED', { markerName: 'core_patch', details }];
}

describe('explainReplay', () => {
  it('names the event, the command it stands for, the command that came, and its line', () => {
    const seen = trace([command('scheduleActivity', 'refund')]);
    expect(explainReplay(history(charge), seen, 'Activity type of scheduled event …')).to.deep.equal({
      event: { id: 5, type: 'ACTIVITY_TASK_SCHEDULED' },
      expected: { kind: 'scheduleActivity', name: 'charge' },
      got: { kind: 'scheduleActivity', name: 'refund' },
      source: here,
    });
  });

  it('says where the code waits when no command came', () => {
    const { got, source, event } = explainReplay(history(charge), trace([]), 'No command scheduled');
    expect([event?.id, got, source]).to.deep.equal([5, null, waiting]);
  });

  it('says where the code threw when it did', () => {
    const thrownAt: readonly SourceLine[] = [{ file: '/app/workflows.ts', line: 2, column: 5 }];
    expect(explainReplay(history(charge), trace([], { thrownAt }), 'oops').source).to.deep.equal(thrownAt);
  });

  it('passes over work that was cancelled in its own task, answers, and an upsert that belongs to a patch', () => {
    const seen = trace([
      command('setPatchMarker', 'check'),
      command('respondToQuery'),
      command('startTimer', null, { seq: 1 }),
      command('cancelTimer', null, { seq: 1 }),
      command('completeWorkflowExecution'),
    ]);
    const upsert = ['UPSERT_WORKFLOW_SEARCH_ATTRIBUTES', {}] as const;
    const { event, expected } = explainReplay(history(patch('check', false), upsert, charge), seen, 'whatever');
    expect([event?.id, expected?.name]).to.deep.equal([7, 'charge']);
  });

  it('lets the code drop a patch that is deprecated, and no other', () => {
    const seen = trace([command('completeWorkflowExecution')]);
    const dropped = (deprecated: boolean): number | undefined =>
      explainReplay(history(patch('check', deprecated), charge), seen, 'x').event?.id;
    expect([dropped(true), dropped(false)]).to.deep.equal([6, 5]);
  });

  it('takes the event that the SDK names, if it is another one', () => {
    const seen = trace([command('scheduleActivity', 'charge'), command('completeWorkflowExecution')]);
    const error = 'Timer machine does not handle this event: HistoryEvent(id: 3, WorkflowTaskStarted)';
    expect(explainReplay(history(charge, completed), seen, error)).to.deep.include({
      event: { id: 3, type: 'WORKFLOW_TASK_STARTED' },
      expected: null,
      got: null,
    });
  });

  it('does not blame an event of a task that the replay never reached', () => {
    const never = trace([], { task: 1 });
    expect(explainReplay(history(charge), never, 'x').event).to.deep.equal({
      id: 1,
      type: 'WORKFLOW_EXECUTION_STARTED',
    });
  });
});
