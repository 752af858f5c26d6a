import proto from '@temporalio/proto';
import { expect } from 'chai';
import { decodeReply } from './decode-reply.ts';
import { decodeRequest } from './decode-request.ts';
import { decodeTemporalMessage } from './temporal-messages.ts';
import { payloads, seconds } from './test-support/message-values.ts';

const api = proto.temporal.api.workflowservice.v1;
const taskToken = Buffer.from('token');
const workflowExecution = { workflowId: 'document-1', runId: 'run-1' };

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
    currentAttemptScheduledTime: { seconds: 1_700_000_000 as never, nanos: 123_000_000 },
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
    scheduledTime: '2023-11-14T22:13:20.123Z',
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
    scheduledTime: seconds(1_700_000_000),
    history: { events: [{ eventId: 1 as never }] },
  };
  const workflowFacts = {
    task: 'workflow',
    ...workflowExecution,
    attempt: 1,
    startedEventId: '9',
    scheduledTime: '2023-11-14T22:13:20.000Z',
  };

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

  it('tells that the server discarded a completed workflow task', () => {
    const method = 'RespondWorkflowTaskCompleted';
    const told = (fields: object) =>
      decodeReply(method, api.RespondWorkflowTaskCompletedResponse.encode(fields).finish());
    expect(told({ resetHistoryEventId: 7 as never })).to.deep.equal({ handouts: [], facts: { discarded: true } });
    expect(told({})).to.deep.equal({ handouts: [] });
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
