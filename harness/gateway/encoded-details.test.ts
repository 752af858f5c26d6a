import proto from '@temporalio/proto';
import { expect } from 'chai';
import type { PayloadBytes } from '../model/data-converter.ts';
import type { Json } from '../model/json.ts';
import { answerOk } from './test-support/far-end.ts';
import { call, frame, nearEnd } from './test-support/near-end.ts';
import { activityPoll, HEARTBEAT, POLL, type RelayRig, startRelayRig } from './test-support/relay-rig.ts';

const { PollActivityTaskQueueResponse, RecordActivityTaskHeartbeatRequest, RespondActivityTaskFailedRequest } =
  proto.temporal.api.workflowservice.v1;
const taskToken = Buffer.from('token-1');
const workflowExecution = { workflowId: 'document-1', runId: 'run-1' };

/** Base64 of JSON, which the gateway can't read by itself. */
function encoded(value: Json): { readonly payloads: PayloadBytes[] } {
  const data = Buffer.from(Buffer.from(JSON.stringify(value)).toString('base64'));
  return { payloads: [{ metadata: { encoding: Buffer.from('binary/base64') }, data }] };
}

const beat = frame(
  RecordActivityTaskHeartbeatRequest.encode({ taskToken, details: encoded({ pagesDone: 2 }) }).finish(),
);
const task = frame(
  PollActivityTaskQueueResponse.encode({
    taskToken,
    workflowExecution,
    activityId: '7',
    activityType: { name: 'extract' },
    attempt: 2,
    heartbeatDetails: encoded({ pagesDone: 1 }),
  }).finish(),
);

describe('heartbeat details that the system encodes', () => {
  const asked: unknown[] = [];
  let rig: RelayRig;
  let readable = true;

  beforeEach(async () => {
    asked.length = 0;
    readable = true;
    rig = await startRelayRig(undefined, undefined, async ({ data }, of) => {
      asked.push(of);
      await Promise.resolve();
      const text = Buffer.from(Buffer.from(data ?? []).toString(), 'base64').toString();
      return readable ? (JSON.parse(text) as Json) : undefined;
    });
  });

  afterEach(() => rig[Symbol.asyncDispose]());

  async function exchanged(): Promise<void> {
    rig.answer = (request) => answerOk(request, request.path === POLL ? task : frame(Buffer.alloc(0)));
    const session = nearEnd(rig.port);
    await call(session, POLL, activityPoll()).reply;
    await call(session, HEARTBEAT, beat).reply;
    await rig.journalled(2);
    session.destroy();
  }

  it('are read, of a task and of a heartbeat, as those of their activity', async () => {
    await exchanged();
    expect(rig.calls().map(({ heartbeatDetails }) => heartbeatDetails)).to.deep.equal([
      { pagesDone: 1 },
      { pagesDone: 2 },
    ]);
    const activity = { workflowId: 'document-1', activityId: '7' };
    expect(asked).to.deep.equal([activity, activity]);
    expect(rig.far.requests[1]?.body.equals(beat), 'passed on untouched').to.equal(true);
  });

  it('are those of failures too: their messages', async () => {
    const failure = {
      message: 'Encoded failure',
      applicationFailureInfo: { type: 'Declined' },
      encodedAttributes: encoded({ message: 'no money', stack_trace: '' }).payloads[0] ?? {},
    };
    const failed = frame(RespondActivityTaskFailedRequest.encode({ taskToken, failure }).finish());
    rig.answer = (request) => answerOk(request, frame(Buffer.alloc(0)));
    const session = nearEnd(rig.port);
    await call(session, HEARTBEAT.replace('RecordActivityTaskHeartbeat', 'RespondActivityTaskFailed'), failed).reply;
    expect((await rig.journalled(1)).failure).to.deep.equal({ type: 'Declined', message: 'no money' });
    session.destroy();
  });

  it('are unknown where they can not be read, and the calls go on', async () => {
    readable = false;
    await exchanged();
    expect(rig.calls().map(({ outcome, heartbeatDetails }) => [outcome, heartbeatDetails])).to.deep.equal([
      ['answered', undefined],
      ['answered', undefined],
    ]);
  });

  it('are known when a moment waits for them', async () => {
    const signal = AbortSignal.timeout(5000);
    const moment = {
      kind: 'call',
      method: 'RecordActivityTaskHeartbeat',
      side: 'request',
      nth: 1,
      progress: { path: 'pagesDone', atLeast: 2, atMost: 2 },
    } as const;
    const held = rig.gateway.hold(moment, signal);
    const done = exchanged();
    (await held).release();
    await done;
    expect(rig.held()).to.deep.equal(['held', 'released']);
  });
});
