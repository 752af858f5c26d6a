import { expect } from 'chai';
import { type HistoryBuilder, historyBuilder, timeAt } from '../../contracts/sample-run/history-builder.ts';
import { call, journalOf } from '../../contracts/sample-run/journal-builder.ts';
import { type HandOut, handOuts } from './hand-outs.ts';
import { isClosedBy, isReportedIn } from './settled-tasks.ts';

const workflowId = 'document-9';
const stop = Date.parse(timeAt(7000));
const activity = { task: 'activity', workflowId, activityId: '1', activityType: 'publish', attempt: 1 } as const;
const step = { type: 'publish', input: null, result: null };

function dispatched(facts: Partial<HandOut> = {}): HandOut {
  const [one] = handOuts(journalOf([call('worker-2', 5000, { ...activity, method: 'PollActivityTaskQueue' })]));
  if (one === undefined) throw new TypeError('There is no dispatch.');
  return { ...one, ...facts };
}

function begun(): HistoryBuilder {
  return historyBuilder(workflowId, { atMs: 4000, type: 'ingestDocument', args: [] });
}

describe('isClosedBy', () => {
  const closed = (atMs: number, how: 'TIMED_OUT' | 'COMPLETED', facts: Partial<HandOut> = {}): boolean => {
    const builder = begun();
    builder.activity({ ...step, atMs, how });
    return isClosedBy([builder.history()], dispatched(facts), stop);
  };

  it('knows an activity that the server closed before an instant', () => {
    expect(closed(6000, 'TIMED_OUT')).to.equal(true);
    expect(closed(7100, 'TIMED_OUT'), 'later').to.equal(false);
    expect(closed(6000, 'TIMED_OUT', { activityId: '2' }), 'another').to.equal(false);
    expect(closed(6000, 'TIMED_OUT', { runId: 'another' }), 'of another run').to.equal(false);
  });

  it('knows an execution that ended before an instant, and a workflow task that timed out', () => {
    const ended = begun();
    ended.add(6500, 'WORKFLOW_EXECUTION_TERMINATED', {});
    expect(isClosedBy([ended.history()], dispatched(), stop)).to.equal(true);
    const lost = begun();
    const startedEventId = lost.workflowTask(4100, 'TIMED_OUT');
    const task = dispatched({ task: 'workflow', startedEventId, activityId: null });
    expect(isClosedBy([lost.history()], task, stop)).to.equal(true);
    expect(isClosedBy([lost.history()], { ...task, startedEventId: '99' }, stop)).to.equal(false);
    expect(isClosedBy([lost.history()], { ...task, attempt: 2 }, stop), 'a later attempt').to.equal(false);
  });
});

describe('isReportedIn', () => {
  const reported = (how: 'COMPLETED' | 'FAILED' | 'TIMED_OUT', attempt: number): boolean => {
    const builder = begun();
    builder.activity({ ...step, atMs: 9000, how, attempt });
    return isReportedIn([builder.history()], dispatched());
  };

  it('knows an attempt that a client completed or failed instead of its worker', () => {
    expect(reported('COMPLETED', 1)).to.equal(true);
    expect(reported('FAILED', 1)).to.equal(true);
    expect(reported('TIMED_OUT', 1), 'no report').to.equal(false);
    expect(reported('COMPLETED', 2), 'another attempt').to.equal(false);
  });
});
