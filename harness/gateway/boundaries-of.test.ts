import { expect } from 'chai';
import { isProgress } from '../checks/evidence/hand-outs.ts';
import { call } from './test-support/near-end.ts';
import { type RelayRig, startRelayRig } from './test-support/relay-rig.ts';
import {
  askingFor,
  beat,
  completedReply,
  pathOf,
  report,
  reportById,
  workflowTaskReply,
} from './test-support/task-messages.ts';
import { type TaskWorker, taskWorker } from './test-support/task-worker.ts';
import { type Watcher, watcherOf } from './test-support/watcher.ts';

describe('Gateway.intercept: the boundaries of a call', () => {
  let rig: RelayRig;
  let worker: TaskWorker;
  let watcher: Watcher;

  beforeEach(async () => {
    rig = await startRelayRig();
    worker = taskWorker(rig);
    watcher = watcherOf(rig.gateway);
  });

  afterEach(async () => {
    worker[Symbol.dispose]();
    await rig[Symbol.asyncDispose]();
  });

  it('names the places of an activity: dispatched, heartbeats by their details, completion and failure', async () => {
    using _watching = watcher.watch();
    await worker.pollActivity(2);
    await worker.ask('RecordActivityTaskHeartbeat', beat('a'));
    await worker.ask('RecordActivityTaskHeartbeat', beat('a', false));
    for (const method of ['RespondActivityTaskFailed', 'RespondActivityTaskCanceled', 'RespondActivityTaskCompleted']) {
      await worker.ask(method, report('a'));
    }
    const base = { task: 'activity', activityId: '5', attempt: 2 };
    const both = (exchange: object) => ['request', 'reply'].map((side) => ({ ...base, side, ...exchange }));
    expect(watcher.places()).to.deep.equal([
      { ...base, exchange: 'handed-out', side: 'reply' },
      ...both({ exchange: 'heartbeat', details: { page: 1 } }),
      ...both({ exchange: 'heartbeat' }),
      ...both({ exchange: 'failure' }),
      ...both({ exchange: 'failure' }),
      ...both({ exchange: 'completion' }),
    ]);
    expect(watcher.seen[0]?.[0]).to.include({
      component: 'worker-1',
      incarnation: 1,
      workflowId: 'w',
      activityType: 'extract',
    });
    expect(watcher.seen.map(([first]) => first?.call)).to.deep.equal([1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6]);
    expect(rig.held()).to.deep.equal([]);
    await rig.until('the ends', () => (watcher.ended.length === 6 ? true : undefined));
    expect(watcher.ended).to.deep.equal([1, 2, 3, 4, 5, 6]);
  });

  it('counts the workflow tasks that were completed, heard of or not, watched or not', async () => {
    await worker.pollWorkflow('first');
    await worker.ask('RespondWorkflowTaskCompleted', report('first'));
    using _watching = watcher.watch();
    await worker.pollWorkflow('second');
    await worker.pollWorkflow('second again', 2);
    await worker.ask('RespondWorkflowTaskFailed', report('second again'));
    await worker.ask(
      'RespondWorkflowTaskCompleted',
      report('second'),
      completedReply({ token: 'third' }, { token: 'eager', attempt: 1 }),
    );
    await worker.ask('RespondWorkflowTaskCompleted', report('third'));
    const task = (number: number, exchange: string, rest: object) => ({ task: 'workflow', number, exchange, ...rest });
    expect(watcher.places()).to.deep.equal([
      task(2, 'handed-out', { side: 'reply', attempt: 1 }),
      task(2, 'handed-out', { side: 'reply', attempt: 2 }),
      task(2, 'failure', { side: 'request', attempt: 2 }),
      task(2, 'failure', { side: 'reply', attempt: 2 }),
      task(2, 'completion', { side: 'request', attempt: 1 }),
      task(2, 'completion', { side: 'reply', attempt: 1 }),
      task(3, 'handed-out', { side: 'reply', attempt: 1 }),
      { task: 'activity', activityId: '5', exchange: 'handed-out', side: 'reply', attempt: 1 },
      task(3, 'completion', { side: 'request', attempt: 1 }),
      task(3, 'completion', { side: 'reply', attempt: 1 }),
    ]);
    expect(watcher.seen.map((boundaries) => boundaries.length)).to.deep.equal([1, 1, 1, 1, 1, 3, 1, 1]);
    expect(watcher.seen.flat().map(({ workflowId }) => workflowId)).to.deep.equal(watcher.places().map(() => 'w'));
  });

  it('names an activity by its position among those of its type, beside its id', async () => {
    using _watching = watcher.watch();
    await worker.pollWorkflow('first');
    await worker.ask('RespondWorkflowTaskCompleted', askingFor('first', 'a-random-one', '5'));
    await worker.pollActivity();
    await worker.ask('RespondActivityTaskCompleted', report('a'));
    const named = watcher.places().filter(({ task }) => task === 'activity');
    const activity = { type: 'extract', nth: 2 };
    expect(named.map((place) => ('activity' in place ? place.activity : null))).to.deep.equal(
      named.map(() => activity),
    );
    expect(named).to.have.length(3);
  });

  it('takes a report by id for that of the open attempt, and a heartbeat by id for progress', async () => {
    using _watching = watcher.watch();
    await worker.pollActivity(2);
    await worker.ask('RecordActivityTaskHeartbeatById', reportById());
    await worker.ask('RespondActivityTaskCompletedById', reportById());
    await worker.ask('RespondActivityTaskCompletedById', reportById());
    const base = { task: 'activity', activityId: '5', attempt: 2 };
    expect(watcher.places()).to.deep.equal([
      { ...base, exchange: 'handed-out', side: 'reply' },
      { ...base, exchange: 'heartbeat', side: 'request' },
      { ...base, exchange: 'heartbeat', side: 'reply' },
      { ...base, exchange: 'completion', side: 'request' },
      { ...base, exchange: 'completion', side: 'reply' },
    ]);
    const [, beaten, completed] = [await rig.journalled(1), await rig.journalled(2), await rig.journalled(3)];
    expect([beaten, completed].map((one) => isProgress(one))).to.deep.equal([true, true]);
    expect(beaten).to.include({ task: 'activity', activityType: 'extract', attempt: 2 });
    expect(rig.gateway.heldTasks()).to.deep.equal([]);
  });

  it('passes over queries, empty polls, tasks of other gateways, and what the server did not execute', async () => {
    using _watching = watcher.watch();
    await worker.ask('PollWorkflowTaskQueue', Buffer.alloc(0), workflowTaskReply({ token: 'q' }, true));
    await worker.ask('RespondQueryTaskCompleted', report('q'));
    await worker.ask('PollActivityTaskQueue', Buffer.alloc(0));
    await worker.ask('RespondActivityTaskCompleted', report('unknown'));
    await worker.ask('StartWorkflowExecution', Buffer.alloc(0));
    expect(watcher.seen).to.deep.equal([]);
    await worker.pollActivity();
    rig.answer = ({ stream }) => stream.respond({ ':status': 200, 'grpc-status': '5' }, { endStream: true });
    await call(worker.session, pathOf('RespondActivityTaskCompleted'), report('a')).reply;
    expect(watcher.places().map(({ exchange, side }) => `${exchange}/${side}`)).to.deep.equal([
      'handed-out/reply',
      'completion/request',
    ]);
  });
});
