import { expect } from 'chai';
import { call, type Dated, journalOf } from '../../contracts/sample-run/journal-builder.ts';
import { handOuts } from './hand-outs.ts';
import { answersIn } from './task-answers.ts';

const activity = { task: 'activity', workflowId: 'document-9', activityType: 'publish', activityId: '7' } as const;
const poll = { ...activity, method: 'PollActivityTaskQueue' };
const done = { ...activity, method: 'RespondActivityTaskCompleted' };

/** Whether each task that was dispatched has an answer, in the order of the journal. */
function answered(...entries: readonly Dated[]): readonly boolean[] {
  const journal = journalOf(entries);
  return handOuts(journal).map((one) => answersIn(journal)(one).length > 0);
}

describe('answersIn', () => {
  it('counts an answer for the dispatch before it, not for one after it', () => {
    const again = [call('worker-2', 5000, poll), call('worker-2', 6000, poll)];
    expect(answered(...again, call('worker-2', 5500, done))).to.deep.equal([true, false]);
    expect(answered(...again, call('worker-2', 6500, done))).to.deep.equal([false, true]);
    expect(answered(...again, call('worker-2', 5500, done), call('worker-2', 6500, done))).to.deep.equal([true, true]);
  });

  it('counts an answer that the journal names before its only dispatch', () => {
    expect(answered(call('worker-2', 5000, poll), call('worker-2', 5001, done))).to.deep.equal([true]);
  });

  it('keeps runs of one workflow and attempts of one workflow task apart', () => {
    const [first, second] = [{ runId: 'r1' }, { runId: 'r2' }];
    const runs = [call('worker-2', 5000, { ...poll, ...first }), call('worker-2', 5010, { ...poll, ...second })];
    expect(answered(...runs, call('worker-2', 6000, { ...done, ...first }))).to.deep.equal([true, false]);
    const task = { task: 'workflow', workflowId: 'document-9', startedEventId: '10' } as const;
    const given = (attempt: number): Dated =>
      call('worker-2', 5000 + attempt, { ...task, attempt, method: 'PollWorkflowTaskQueue' });
    const failed = call('worker-2', 6000, { ...task, attempt: 2, method: 'RespondWorkflowTaskFailed' });
    expect(answered(given(2), given(3), failed)).to.deep.equal([true, false]);
  });

  it('counts a heartbeat to which the server says that it knows no such task, and no other', () => {
    const beat = { ...activity, method: 'RecordActivityTaskHeartbeat' };
    const given = call('worker-2', 5000, poll);
    expect(answered(given, call('worker-2', 5500, { ...beat, grpcStatus: 5 }))).to.deep.equal([true]);
    for (const grpcStatus of [0, 14, null]) {
      expect(answered(given, call('worker-2', 5500, { ...beat, grpcStatus }))).to.deep.equal([false]);
    }
  });
});
