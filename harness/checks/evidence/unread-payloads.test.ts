import { expect } from 'chai';
import { historyBuilder, payloads } from '../../contracts/sample-run/history-builder.ts';
import type { EventHistory } from '../../model/event-history.ts';
import type { Json } from '../../model/json.ts';
import { unreadPayloads } from './unread-payloads.ts';

function payload(encoding: string): Json {
  return { payloads: [{ metadata: { encoding: btoa(encoding) }, data: 'AA==' }] };
}

function history(workflowId: string, encoding = 'binary/encrypted'): EventHistory {
  const builder = historyBuilder(workflowId, { atMs: 0, type: 'order', args: ['ring'] });
  const scheduledEventId = builder.add(1, 'ACTIVITY_TASK_SCHEDULED', {
    activityId: '1',
    activityType: { name: 'charge' },
    input: payload(encoding),
    header: { fields: { trace: { metadata: { encoding: btoa('binary/encrypted') } } } },
  });
  builder.add(2, 'ACTIVITY_TASK_COMPLETED', { scheduledEventId, result: payload(encoding) });
  builder.add(3, 'WORKFLOW_EXECUTION_SIGNALED', { signalName: 'review', input: payload(encoding) });
  builder.add(4, 'WORKFLOW_EXECUTION_COMPLETED', { result: payloads(['done']) });
  return builder.history();
}

describe('payloads that can not be decoded', () => {
  it('are named by their events and encodings, however many workflows have them', () => {
    expect(unreadPayloads([history('w1'), history('w2')])).to.deep.equal([
      "payloads of ACTIVITY_TASK_SCHEDULED charge (2, binary/encrypted: can't be decoded)",
      "payloads of ACTIVITY_TASK_COMPLETED charge (2, binary/encrypted: can't be decoded)",
      "payloads of WORKFLOW_EXECUTION_SIGNALED review (2, binary/encrypted: can't be decoded)",
    ]);
  });

  it('are none of JSON, nor of bytes that can be compared', () => {
    expect(unreadPayloads([history('w1', 'json/plain'), history('w2', 'binary/plain')])).to.deep.equal([]);
  });
});
