import { historyFromJSON, historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import proto from '@temporalio/proto';
import { expect } from 'chai';

describe('historyToJSON and historyFromJSON', () => {
  // They fail with "type must be a Type" where npm installs protobufjs more than once for the Temporal packages, which
  // the dependency on protobufjs in package.json prevents.
  it('turn an event history into JSON and back', () => {
    const { temporal } = proto;
    const eventType = temporal.api.enums.v1.EventType.EVENT_TYPE_TIMER_STARTED;
    const history = temporal.api.history.v1.History.create({
      events: [{ eventType, timerStartedEventAttributes: { timerId: '1' } }],
    });
    const json = historyToJSON(history);
    expect(JSON.parse(json)).to.deep.equal({
      events: [{ eventType: 'EVENT_TYPE_TIMER_STARTED', timerStartedEventAttributes: { timerId: '1' } }],
    });
    const [event] = historyFromJSON(JSON.parse(json)).events ?? [];
    expect(event?.timerStartedEventAttributes?.timerId).to.equal('1');
  });
});
