import { expect } from 'chai';
import { historyBuilder, payloads } from '../contracts/sample-run/history-builder.ts';
import { activityValuesOf } from './activity-values.ts';
import { type EventHistory, isOpaque } from './event-history.ts';
import type { Json } from './json.ts';

const base64 = (text: string): string => Buffer.from(text, 'latin1').toString('base64');
const payload = (encoding: string, data: string): Json => ({
  metadata: { encoding: base64(encoding) },
  data: base64(data),
});

function historyOf(input: Json, result: Json): EventHistory {
  const builder = historyBuilder('w', { atMs: 0, type: 'work', args: [] });
  const activityId = 'charge-1';
  const scheduledEventId = builder.add(1, 'ACTIVITY_TASK_SCHEDULED', {
    activityId,
    activityType: { name: 'charge' },
    input,
  });
  const startedEventId = builder.add(2, 'ACTIVITY_TASK_STARTED', { scheduledEventId, attempt: 3 });
  builder.add(3, 'ACTIVITY_TASK_COMPLETED', { scheduledEventId, startedEventId, result });
  return builder.history();
}

describe('activityValuesOf', () => {
  it('has inputs and results of completed activities, in the order they were scheduled', () => {
    const builder = historyBuilder('w', { atMs: 0, type: 'work', args: [] });
    builder.activity({ atMs: 10, type: 'a', input: { n: 1 }, result: 'x', attempt: 2 });
    builder.activity({ atMs: 20, type: 'b', input: 2, result: null, how: 'FAILED' });
    builder.activity({ atMs: 30, type: 'b', input: 2, result: [null] });
    builder.add(40, 'ACTIVITY_TASK_SCHEDULED', {
      activityId: '9',
      activityType: { name: 'open' },
      input: payloads([]),
    });
    expect(activityValuesOf(builder.history())).to.deep.equal([
      { activityId: '1', type: 'a', attempt: 2, input: [{ n: 1 }], result: 'x' },
      { activityId: '3', type: 'b', attempt: 1, input: [2], result: [null] },
    ]);
  });

  it('reads the payloads of other languages: several arguments, nothing, protobuf as JSON, bytes', () => {
    const [values] = activityValuesOf(
      historyOf({ payloads: [payload('json/plain', '"a"'), payload('binary/null', '')] }, null),
    );
    expect(values).to.deep.equal({
      activityId: 'charge-1',
      type: 'charge',
      attempt: 3,
      input: ['a', null],
      result: null,
    });
    const resultOf = (one: Json): Json | undefined => activityValuesOf(historyOf(null, { payloads: [one] }))[0]?.result;
    expect(resultOf(payload('json/protobuf', '{"n":1}'))).to.deep.equal({ n: 1 });
    expect(resultOf(payload('binary/encrypted', 'xyz'))).to.satisfy(isOpaque);
  });
});
