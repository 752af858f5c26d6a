import { expect } from 'chai';
import type { EventHistory } from './event-history.ts';
import { replayPaths } from './replay-paths.ts';

function history(workflowId: string, types: readonly string[], signalName = 'review'): EventHistory {
  const events = types.map((type, index) => ({
    eventId: String(index + 1),
    eventTime: '2026-01-01T00:00:00Z',
    eventType: `EVENT_TYPE_${type}`,
    ...(type === 'WORKFLOW_EXECUTION_SIGNALED' ? { signalEventAttributes: { signalName } } : {}),
  }));
  return { workflowId, runId: 'r', events };
}

const begin = ['WORKFLOW_EXECUTION_STARTED', 'WORKFLOW_TASK_STARTED', 'WORKFLOW_EXECUTION_SIGNALED'];
const whole = [...begin, 'WORKFLOW_TASK_STARTED', 'WORKFLOW_EXECUTION_COMPLETED'];

describe('replayPaths', () => {
  it('has each prefix that ends with a started workflow task, never the whole', () => {
    expect(replayPaths(history('a', whole)).map(({ events }) => events)).to.deep.equal([2, 4]);
    expect(replayPaths(history('a', whole.slice(0, 4))).map(({ events }) => events)).to.deep.equal([2]);
  });

  it('tells paths apart by what happened on them, not by whose they are', () => {
    const [a, b, other] = [history('a', whole), history('b', whole), history('c', whole, 'cancel')].map(replayPaths);
    expect(a).to.deep.equal(b);
    expect(other?.[0]).to.deep.equal(a?.[0]);
    expect(other?.[1]?.path).not.to.equal(a?.[1]?.path);
  });
});
