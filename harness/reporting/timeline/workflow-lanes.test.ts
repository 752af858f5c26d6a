import { expect } from 'chai';
import { sampleEvidence } from '../../../test/samples/sample-evidence.ts';
import type { Evidence } from '../../model/evidence.ts';
import { wallClockOf } from './wall-clock.ts';
import { type EventMark, workflowLanes } from './workflow-lanes.ts';

const sample = sampleEvidence(1);

/** The marks of the sample's workflow, whose last event is of another type. */
function marksWith(type: string): readonly EventMark[] {
  const { eventHistories } = sample;
  const rows = eventHistories.state === 'collected' ? eventHistories.rows : [];
  const changed = rows.map((history) => ({
    ...history,
    events: history.events.toSpliced(-1, 1, {
      eventId: '999',
      eventTime: history.events.at(-1)?.eventTime ?? '',
      eventType: `EVENT_TYPE_${type}`,
    }),
  }));
  const evidence: Evidence = { ...sample, eventHistories: { state: 'collected', rows: changed } };
  return workflowLanes(evidence, wallClockOf(evidence.journal), 60_000)[0]?.events ?? [];
}

describe('the marks of a workflow on the timeline', () => {
  it('name workers as the rest of the report does, not by their identities', () => {
    const started = marksWith('TIMER_FIRED').filter(({ text }) => text.includes('_TASK_STARTED'));
    expect(started).not.to.deep.equal([]);
    for (const { text } of started) expect(text).to.match(/ by worker-\d #\d at /);
  });

  it('take a timer that is needed no more for no trouble', () => {
    expect(marksWith('TIMER_CANCELED').at(-1)?.sort).to.equal('plain');
    for (const type of ['ACTIVITY_TASK_CANCEL_REQUESTED', 'ACTIVITY_TASK_TIMED_OUT', 'WORKFLOW_EXECUTION_CANCELED'])
      expect(marksWith(type).at(-1)?.sort, type).to.equal('trouble');
  });
});
