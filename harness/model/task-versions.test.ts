import { expect } from 'chai';
import { call, type Dated, journalOf } from '../contracts/sample-run/journal-builder.ts';
import type { EventHistory, HistoryEvent } from './event-history.ts';
import { versionsOfReplays } from './task-versions.ts';

/** A history of two workflow tasks, begun by events 3 and 6; the second completes it. */
const history: EventHistory = {
  workflowId: 'document-1',
  runId: 'run',
  events: [
    event(1, 'WORKFLOW_EXECUTION_STARTED'),
    event(2, 'WORKFLOW_TASK_SCHEDULED'),
    event(3, 'WORKFLOW_TASK_STARTED'),
    completed(4, 3),
    event(5, 'WORKFLOW_TASK_SCHEDULED'),
    event(6, 'WORKFLOW_TASK_STARTED'),
    completed(7, 6),
    event(8, 'WORKFLOW_EXECUTION_COMPLETED'),
  ],
};

function event(id: number, type: string): HistoryEvent {
  return { eventId: String(id), eventTime: '2026-01-01T00:00:00Z', eventType: `EVENT_TYPE_${type}` };
}

function completed(id: number, startedEventId: number): HistoryEvent {
  const attributes = { startedEventId: String(startedEventId) };
  return { ...event(id, 'WORKFLOW_TASK_COMPLETED'), workflowTaskCompletedEventAttributes: attributes };
}

const spawned = (component: string, incarnation: number, version?: string): Dated => ({
  kind: 'component',
  component,
  incarnation,
  change: 'spawned',
  atMs: 100,
  ...(version === undefined ? {} : { version }),
});

const answer = (component: string, incarnation: number, startedEventId: string): Dated => ({
  ...call(component, 5000 + Number(startedEventId), {
    method: 'RespondWorkflowTaskCompleted',
    workflowId: 'document-1',
    startedEventId,
  }),
  incarnation,
});

describe('versionsOfReplays', () => {
  const versionsIn = (...entries: readonly Dated[]): (string | null | undefined)[] => {
    const versionOf = versionsOfReplays(journalOf(entries));
    return [3, 6, 8].map((events) => versionOf(history, events));
  };

  it('knows only the first version where no worker ran another', () => {
    expect(versionsIn(spawned('worker-1', 1), answer('worker-1', 1, '3'))).to.deep.equal([null, null, null]);
  });

  it('replays what a worker of a further fleet completed with the code of that fleet', () => {
    const lives = [spawned('worker-1', 1), spawned('worker-mail-2-1', 1)];
    const answers = [answer('worker-mail-2-1', 1, '3'), answer('worker-1', 1, '6')];
    expect(versionsIn(...lives, ...answers)).to.deep.equal(['fleet:mail-2', null, null]);
    expect(versionsIn(...lives, answer('worker-1', 1, '3')), 'activities alone').to.deep.equal([null, null, null]);
  });

  it('replays what a worker of a further fleet got and never completed with the code of that fleet', () => {
    const { events } = history;
    const terminated = { ...history, events: [...events.slice(0, 3), event(4, 'WORKFLOW_EXECUTION_TERMINATED')] };
    const facts = { task: 'workflow', workflowId: 'document-1', runId: 'run', startedEventId: '3' } as const;
    const given = call('worker-mail-1', 5000, { method: 'PollWorkflowTaskQueue', ...facts });
    const versionOf = versionsOfReplays(journalOf([spawned('worker-mail-1', 1), given]));
    expect([3, 4].map((count) => versionOf(terminated, count))).to.deep.equal(['fleet:mail', 'fleet:mail']);
    const other = versionsOfReplays(journalOf([{ ...given, workflowId: 'document-2' }]));
    expect(other(terminated, 4)).to.equal(null);
  });

  it('replays each prefix with the version that completed its task, and the whole with the last one', () => {
    const lives = [spawned('worker-1', 1), spawned('worker-1', 2, 'v2')];
    const moved = [answer('worker-1', 1, '3'), answer('worker-1', 2, '6')];
    expect(versionsIn(...lives, ...moved)).to.deep.equal([null, 'v2', 'v2']);
    const back = [answer('worker-1', 2, '3'), answer('worker-1', 1, '6')];
    expect(versionsIn(...lives, ...back)).to.deep.equal(['v2', null, null]);
  });

  it('takes the next completed task where one was never completed', () => {
    const { events } = history;
    const without = { ...history, events: events.filter((one) => one.eventId !== '4') };
    const lives = [spawned('worker-1', 1, 'v1'), spawned('worker-2', 1, 'v2')];
    const versionOf = versionsOfReplays(journalOf([...lives, answer('worker-2', 1, '6')]));
    expect(versionOf(without, 3)).to.equal('v2');
  });

  it('believes the answer that the server took, not that of a worker that came too late', () => {
    const late = { ...answer('worker-1', 1, '6'), grpcStatus: 5 } as Dated;
    const lives = [spawned('worker-1', 1, 'v1'), spawned('worker-2', 1, 'v2')];
    expect(versionsIn(...lives, answer('worker-2', 1, '6'), late)[2]).to.equal('v2');
  });

  it('takes no version for the first if it is not known who completed a task, unless all workers run that', () => {
    const moved = [spawned('worker-1', 1), spawned('worker-1', 2, 'v2'), answer('worker-1', 1, '3')];
    expect(versionsIn(...moved)).to.deep.equal([null, undefined, undefined]);
    expect(versionsIn(spawned('worker-1', 1), answer('worker-1', 1, '3'))).to.deep.equal([null, null, null]);
  });

  it('wants any version, so the first, of a history in which no task was completed', () => {
    const begun = { ...history, events: history.events.slice(0, 3) };
    expect(versionsOfReplays(journalOf([spawned('worker-1', 1, 'v2')]))(begun, 3)).to.equal(null);
  });

  it('keeps the runs of one workflow apart, whose events have the same ids', () => {
    const lives = [spawned('worker-1', 1), spawned('worker-2', 1, 'v2')];
    const inRun = (entry: Dated, runId: string): Dated => ({ ...entry, runId }) as Dated;
    const first = [inRun(answer('worker-1', 1, '3'), 'run'), inRun(answer('worker-1', 1, '6'), 'run')];
    const next = [inRun(answer('worker-2', 1, '3'), 'next'), inRun(answer('worker-2', 1, '6'), 'next')];
    const versionOf = versionsOfReplays(journalOf([...lives, ...first, ...next]));
    expect([3, 8].map((events) => versionOf(history, events))).to.deep.equal([null, null]);
    expect([3, 8].map((events) => versionOf({ ...history, runId: 'next' }, events))).to.deep.equal(['v2', 'v2']);
    expect(versionOf({ ...history, runId: 'unheard' }, 8)).to.equal(undefined);
  });

  it('finds in the run before a reset who completed the tasks that the reset kept', () => {
    const lives = [spawned('worker-1', 1, 'v1'), spawned('worker-2', 1, 'v2')];
    const inRun = (entry: Dated, runId: string): Dated => ({ ...entry, runId }) as Dated;
    const reset = { ...event(4, 'WORKFLOW_TASK_FAILED'), workflowTaskFailedEventAttributes: { baseRunId: 'run' } };
    const [start, asked, begun, done, ...rest] = history.events;
    const kept = [start, asked, begun, done].flatMap((one) => one ?? []);
    const events = [...kept, { ...reset, eventId: '5' }, ...rest.slice(1)];
    const told = [
      inRun(answer('worker-1', 1, '3'), 'run'),
      inRun(answer('worker-1', 1, '6'), 'run'),
      inRun(answer('worker-2', 1, '6'), 'after'),
    ];
    const versionOf = versionsOfReplays(journalOf([...lives, ...told]));
    const after = { ...history, runId: 'after', events };
    expect([3, events.length].map((count) => versionOf(after, count))).to.deep.equal(['v1', 'v2']);
  });
});
