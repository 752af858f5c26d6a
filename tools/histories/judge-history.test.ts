import { expect } from 'chai';
import { correctRun } from '../../harness/contracts/sample-run/correct-run.ts';
import { attributesOf, type EventHistory, eventTypeOf } from '../../harness/model/event-history.ts';
import { judgeHistory } from './judge-history.ts';

function historyOfSample(): EventHistory {
  const { eventHistories } = correctRun();
  const [history] = eventHistories.state === 'collected' ? eventHistories.rows : [];
  if (history === undefined) throw new Error('Expected the sample run to have an event history.');
  return history;
}

const whole = historyOfSample();

describe('an event history of another system', () => {
  it('is well-formed, with the prefixes that a replay would try', () => {
    expect(judgeHistory(whole)).to.deep.include({ state: 'well-formed', error: null });
    expect(judgeHistory(whole).prefixes).to.be.greaterThan(1);
  });

  it('is open if its execution has not ended, at each of its workflow tasks', () => {
    const starts = whole.events.filter((event) => eventTypeOf(event) === 'WORKFLOW_TASK_STARTED');
    for (const { eventId } of starts) {
      const events = whole.events.slice(0, Number(eventId));
      expect(judgeHistory({ ...whole, events }).state, `up to event ${eventId}`).to.equal('open');
    }
  });

  it('raises no alarm if it continues a run that is stored elsewhere', () => {
    const [started, ...rest] = whole.events;
    if (started === undefined) throw new Error('Expected a first event.');
    const attributes = { ...attributesOf(started), continuedExecutionRunId: 'earlier' };
    const events = [{ ...started, workflowExecutionStartedEventAttributes: attributes }, ...rest];
    expect(judgeHistory({ ...whole, events }).state).to.equal('well-formed');
  });

  it('raises an alarm if an event is missing', () => {
    const events = whole.events.filter((_, index) => index !== 5);
    expect(judgeHistory({ ...whole, events }).state).to.equal('alarm');
  });
});
