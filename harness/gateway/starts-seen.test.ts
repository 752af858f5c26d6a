import proto from '@temporalio/proto';
import { expect } from 'chai';
import { SERVICE_PATH } from './temporal-messages.ts';
import { call, frame, nearEnd } from './test-support/near-end.ts';
import { type RelayRig, startRelayRig } from './test-support/relay-rig.ts';

const api = proto.temporal.api.workflowservice.v1;
const start = (workflowId: string): Buffer =>
  frame(api.StartWorkflowExecutionRequest.encode({ workflowId, workflowType: { name: 'order' } }).finish());
const withSignal = frame(api.SignalWithStartWorkflowExecutionRequest.encode({ workflowId: 'order-2' }).finish());
const withUpdate = frame(
  api.ExecuteMultiOperationRequest.encode({
    operations: [{ startWorkflow: { workflowId: 'order-3' } }, { updateWorkflow: {} }],
  }).finish(),
);

describe('the listener for a program that starts workflows', () => {
  let rig: RelayRig;
  beforeEach(async () => {
    rig = await startRelayRig();
  });
  afterEach(() => rig[Symbol.asyncDispose]());

  const seenOf = async (calls: readonly (readonly [method: string, body: Buffer])[]): Promise<readonly string[]> => {
    const seen: string[] = [];
    const listener = await rig.gateway.listenForStarts({ seen: (id) => void seen.push(id) });
    const session = nearEnd(listener.port);
    for (const [method, body] of calls) await call(session, `${SERVICE_PATH}${method}`, body).reply;
    session.destroy();
    listener.close();
    return seen;
  };

  it('tells which workflows it starts, with a signal or an update too, and journals no call', async () => {
    const seen = await seenOf([
      ['StartWorkflowExecution', start('order-1')],
      ['SignalWithStartWorkflowExecution', withSignal],
      ['ExecuteMultiOperation', withUpdate],
      ['GetSystemInfo', frame(new Uint8Array())],
    ]);
    expect(seen).to.deep.equal(['order-1', 'order-2', 'order-3']);
    expect(rig.calls()).to.deep.equal([]);
    expect(rig.far.requests).to.have.length(4);
  });

  it('tells nothing of a start that the server refuses, and passes on what it can not read', async () => {
    rig.answer = ({ stream }) => stream.respond({ ':status': 200, 'grpc-status': '6' }, { endStream: true });
    expect(await seenOf([['StartWorkflowExecution', start('order-1')]])).to.deep.equal([]);
    expect(await seenOf([['StartWorkflowExecution', Buffer.from('rubbish')]])).to.deep.equal([]);
    expect(rig.far.requests).to.have.length(2);
  });

  it('holds a start as long as it is told to', async () => {
    const told: string[] = [];
    const gate = Promise.withResolvers<void>();
    const asked = (id: string): Promise<void> | undefined => {
      told.push(`asked ${id}`);
      return id === 'order-1' ? gate.promise : undefined;
    };
    const listener = await rig.gateway.listenForStarts({ asked, seen: (id) => void told.push(`seen ${id}`) });
    const session = nearEnd(listener.port);
    const held = call(session, `${SERVICE_PATH}StartWorkflowExecution`, start('order-1')).reply;
    await call(session, `${SERVICE_PATH}StartWorkflowExecution`, start('order-9')).reply;
    expect(told).to.deep.equal(['asked order-1', 'asked order-9', 'seen order-9']);
    gate.resolve();
    await held;
    expect(told.at(-1)).to.equal('seen order-1');
    session.destroy();
    listener.close();
  });

  it('takes no connection once it is closed', async () => {
    const listener = await rig.gateway.listenForStarts({ seen: () => undefined });
    listener.close();
    const { head } = await call(nearEnd(listener.port), `${SERVICE_PATH}GetSystemInfo`, frame(new Uint8Array())).reply;
    expect(head).to.deep.equal({});
  });
});
