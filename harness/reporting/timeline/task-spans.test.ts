import { expect } from 'chai';
import { stampAll, type Timed } from '../../../test/samples/sample-clock.ts';
import { SAMPLE_KILL_MS, sampleEvidence } from '../../../test/samples/sample-evidence.ts';
import type { EntryOf } from '../../model/journal.ts';
import { faultedWorkflows, taskSpans } from './task-spans.ts';

const size = { startedMs: 0, latencyMs: 1, requestBytes: 1, replyBytes: 1 };
const whose = { component: 'worker-1', incarnation: 1, task: 'activity', workflowId: 'w', activityId: '5' } as const;

function call(atMs: number, method: string, changes: Partial<EntryOf<'call'>> = {}): Timed {
  const heard = { outcome: 'answered', grpcStatus: 0 } as const;
  return [atMs, { kind: 'call', call: 1, method, ...size, ...heard, ...whose, ...changes }];
}

function endsOf(timed: readonly Timed[]): readonly string[] {
  return taskSpans(stampAll(timed)).map(({ fromMs, toMs, end }) => `${fromMs}–${toMs} ${end}`);
}

describe('taskSpans', () => {
  it('holds a task from the poll that delivered it to its answer', () => {
    const beat = call(20, 'RecordActivityTaskHeartbeat');
    expect(endsOf([call(10, 'PollActivityTaskQueue'), beat, call(30, 'RespondActivityTaskCompleted')])).to.deep.equal([
      '10–30 answered',
    ]);
  });

  it('loses a task with its worker, to a broken or refused answer, or to a new poll', () => {
    const gone: Timed = [40, { kind: 'component', component: 'worker-1', incarnation: 1, change: 'exited' }];
    const poll = call(10, 'PollActivityTaskQueue');
    const again = call(25, 'PollActivityTaskQueue');
    const refused = call(30, 'RespondActivityTaskCompleted', { grpcStatus: 5 });
    const broken = call(30, 'RespondActivityTaskCompleted', { outcome: 'broken', grpcStatus: null });
    expect(endsOf([poll, gone])).to.deep.equal(['10–40 lost']);
    expect(endsOf([poll, refused])).to.deep.equal(['10–30 lost']);
    expect(endsOf([poll, broken])).to.deep.equal(['10–30 lost']);
    expect(endsOf([poll, again, gone])).to.deep.equal(['10–25 lost', '25–40 lost']);
  });

  it('leaves open what the journal does not end, and polls that came back empty out', () => {
    const { task: _task, workflowId: _id, ...empty } = whose;
    const none: Timed = [
      12,
      { kind: 'call', call: 2, method: 'PollActivityTaskQueue', ...size, outcome: 'answered', grpcStatus: 0, ...empty },
    ];
    expect(endsOf([call(10, 'PollActivityTaskQueue'), none, [50, { kind: 'stall', stallMs: 1 }]])).to.deep.equal([
      '10–50 open',
    ]);
  });

  it('names the workflows whose tasks the victim held when the fault struck', () => {
    const { journal } = sampleEvidence();
    const odd = Array.from({ length: 10 }, (_, index) => `document-${String(index * 2 + 1).padStart(2, '0')}`);
    expect(faultedWorkflows(journal)).to.deep.equal(odd);
    const atStrike = taskSpans(journal).filter((span) => span.end === 'lost');
    expect(atStrike.map((span) => span.toMs)).to.deep.equal(odd.map(() => SAMPLE_KILL_MS + 4));
  });
});
