import proto from '@temporalio/proto';
import { expect } from 'chai';
import { decodeRequest } from './decode-request.ts';
import { payloads, seconds } from './test-support/message-values.ts';

const api = proto.temporal.api.workflowservice.v1;
const taskToken = Buffer.from('token');

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
      'RespondActivityTaskFailed',
      api.RespondActivityTaskFailedRequest.encode({
        taskToken,
        failure: {
          message: `429${'!'.repeat(400)}`,
          applicationFailureInfo: { type: 'TooManyRequests', nextRetryDelay: seconds(10) },
        },
      }).finish(),
      { failure: { type: 'TooManyRequests', message: `429${'!'.repeat(297)}` }, nextRetryDelayMs: 10_000 },
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
