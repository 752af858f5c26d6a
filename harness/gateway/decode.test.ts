import proto from '@temporalio/proto';
import { expect } from 'chai';
import type { Json } from '../model/json.ts';
import { decodeReply } from './decode-reply.ts';
import { decodeRequest } from './decode-request.ts';
import { firstPayloadOf, millisecondsOf } from './decode-values.ts';
import { decodeTemporalMessage } from './temporal-messages.ts';

const api = proto.temporal.api.workflowservice.v1;
const taskToken = Buffer.from('token');
const workflowExecution = { workflowId: 'document-1', runId: 'run-1' };
const payloads = (value: Json) => ({
  payloads: [{ metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from(JSON.stringify(value)) }],
});
const seconds = (count: number) => ({ seconds: count as never, nanos: 0 });

describe('decodeRequest', () => {
  const requests: readonly [
    method: string,
    message: Uint8Array,
    facts: Readonly<Record<string, unknown>>,
    token: boolean,
  ][] = [
    [
      'PollWorkflowTaskQueue',
      api.PollWorkflowTaskQueueRequest.encode({ identity: 'me', taskQueue: { name: 'q' } }).finish(),
      { identity: 'me', taskQueue: 'q' },
      false,
    ],
    [
      'PollActivityTaskQueue',
      api.PollActivityTaskQueueRequest.encode({ identity: 'me', taskQueue: { name: 'q' } }).finish(),
      { identity: 'me', taskQueue: 'q' },
      false,
    ],
    [
      'RecordActivityTaskHeartbeat',
      api.RecordActivityTaskHeartbeatRequest.encode({
        taskToken,
        identity: 'me',
        details: payloads({ page: 3 }),
      }).finish(),
      { identity: 'me', heartbeatDetails: { page: 3 } },
      true,
    ],
    [
      'RespondWorkflowTaskCompleted',
      api.RespondWorkflowTaskCompletedRequest.encode({
        taskToken,
        commands: [{ completeWorkflowExecutionCommandAttributes: {} }],
        stickyAttributes: { scheduleToStartTimeout: seconds(10) },
      }).finish(),
      { stickyScheduleToStartMs: 10_000 },
      true,
    ],
    [
      'RespondWorkflowTaskFailed',
      api.RespondWorkflowTaskFailedRequest.encode({ taskToken, identity: 'me' }).finish(),
      { identity: 'me' },
      true,
    ],
    [
      'RespondActivityTaskCompleted',
      api.RespondActivityTaskCompletedRequest.encode({ taskToken, result: payloads('big'), identity: 'me' }).finish(),
      { identity: 'me' },
      true,
    ],
    [
      'RespondActivityTaskFailed',
      api.RespondActivityTaskFailedRequest.encode({ taskToken, identity: 'me' }).finish(),
      { identity: 'me' },
      true,
    ],
    [
      'RespondActivityTaskCanceled',
      api.RespondActivityTaskCanceledRequest.encode({ taskToken, details: payloads(1), identity: 'me' }).finish(),
      { identity: 'me' },
      true,
    ],
    [
      'RespondActivityTaskCompletedById',
      api.RespondActivityTaskCompletedByIdRequest.encode({ workflowId: 'w', runId: 'r', activityId: '7' }).finish(),
      { workflowId: 'w', runId: 'r', activityId: '7' },
      false,
    ],
    [
      'StartWorkflowExecution',
      api.StartWorkflowExecutionRequest.encode({ workflowId: 'w', taskQueue: { name: 'q' } }).finish(),
      { workflowId: 'w', taskQueue: 'q' },
      false,
    ],
    ['MethodOfTheFuture', Buffer.from([1, 2, 3]), {}, false],
  ];
  for (const [method, message, facts, token] of requests) {
    it(`reads ${method}`, () => {
      const said = decodeRequest(method, message);
      expect(said.facts).to.deep.equal(facts);
      expect(said.token).to.deep.equal(token ? taskToken : undefined);
    });
  }
});

describe('decodeReply', () => {
  const retryPolicy = {
    initialInterval: { seconds: 0 as never, nanos: 200_000_000 },
    backoffCoefficient: 2,
    maximumInterval: seconds(5),
  };
  const activityTask = {
    taskToken,
    workflowExecution,
    activityType: { name: 'extract' },
    activityId: '5',
    attempt: 2,
    input: payloads('left out'),
    heartbeatDetails: payloads({ page: 2 }),
    heartbeatTimeout: seconds(2),
    startToCloseTimeout: seconds(60),
    scheduleToCloseTimeout: seconds(0),
    retryPolicy,
  };
  const activityFacts = {
    task: 'activity',
    ...workflowExecution,
    activityType: 'extract',
    activityId: '5',
    attempt: 2,
    heartbeatDetails: { page: 2 },
    terms: {
      heartbeatTimeoutMs: 2000,
      startToCloseTimeoutMs: 60_000,
      scheduleToCloseTimeoutMs: null,
      retryInitialIntervalMs: 200,
      retryBackoffCoefficient: 2,
      retryMaximumIntervalMs: 5000,
    },
  };
  const workflowTask = {
    taskToken,
    workflowExecution,
    startedEventId: 9 as never,
    attempt: 1,
    history: { events: [{ eventId: 1 as never }] },
  };
  const workflowFacts = { task: 'workflow', ...workflowExecution, attempt: 1, startedEventId: '9' };

  it('reads a polled activity task with its terms', () => {
    const reply = api.PollActivityTaskQueueResponse.encode(activityTask).finish();
    expect(decodeReply('PollActivityTaskQueue', reply).handouts.map(({ facts }) => facts)).to.deep.equal([
      activityFacts,
    ]);
  });

  it('reads a polled workflow task, without its event history', () => {
    const reply = api.PollWorkflowTaskQueueResponse.encode(workflowTask).finish();
    const [handout] = decodeReply('PollWorkflowTaskQueue', reply).handouts;
    expect(handout).to.deep.equal({ token: taskToken, query: false, facts: workflowFacts });
    expect(decodeTemporalMessage('PollWorkflowTaskQueueResponse', reply)).to.have.property('history', null);
  });

  it('tells a query from a task of the workflow', () => {
    const reply = api.PollWorkflowTaskQueueResponse.encode({
      ...workflowTask,
      query: { queryType: 'status' },
    }).finish();
    expect(decodeReply('PollWorkflowTaskQueue', reply).handouts[0]?.query).to.equal(true);
  });

  it('reads the tasks that come with the answer to a workflow task', () => {
    const reply = api.RespondWorkflowTaskCompletedResponse.encode({
      workflowTask,
      activityTasks: [activityTask],
    }).finish();
    const facts = decodeReply('RespondWorkflowTaskCompleted', reply).handouts.map((handout) => handout.facts);
    expect(facts).to.deep.equal([workflowFacts, activityFacts]);
    expect(decodeReply('RespondWorkflowTaskCompleted', Buffer.alloc(0)).handouts).to.deep.equal([]);
  });

  it('finds no task in an empty poll or in another reply', () => {
    for (const method of ['PollWorkflowTaskQueue', 'PollActivityTaskQueue', 'GetSystemInfo']) {
      expect(decodeReply(method, Buffer.alloc(0)).handouts, method).to.deep.equal([]);
    }
  });

  it('refuses bytes that are no such message', () => {
    expect(() => decodeReply('PollActivityTaskQueue', Buffer.from([0x0a, 0xff]))).to.throw(Error);
    expect(() => decodeRequest('RespondWorkflowTaskCompleted', Buffer.from([0x0a, 0xff]))).to.throw(Error);
  });
});

describe('values of messages', () => {
  it('are undefined where a payload is not plain JSON, and an error where it lies', () => {
    const payload = (encoding: string, data: string) => ({
      payloads: [{ metadata: { encoding: Buffer.from(encoding) }, data: Buffer.from(data) }],
    });
    expect(firstPayloadOf(payload('binary/encrypted', 'x'))).to.equal(undefined);
    expect(firstPayloadOf(payload('binary/null', ''))).to.equal(null);
    expect(firstPayloadOf({})).to.equal(undefined);
    expect(() => firstPayloadOf(payload('json/plain', '{'))).to.throw(SyntaxError);
  });

  it('are milliseconds, and null for "none"', () => {
    expect(millisecondsOf({ seconds: 1, nanos: 500_000_000 })).to.equal(1500);
    expect(millisecondsOf({ seconds: 0, nanos: 0 })).to.equal(null);
    expect(millisecondsOf(undefined)).to.equal(null);
  });
});
