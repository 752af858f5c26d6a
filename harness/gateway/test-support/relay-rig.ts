import proto from '@temporalio/proto';
import type { ReadDetails } from '../../model/data-converter.ts';
import { type EntryOf, entriesOf, type Journal } from '../../model/journal.ts';
import type { TlsIdentity } from '../../model/tls.ts';
import { waitFor } from '../../wait.ts';
import { type GatewayServer, startGateway } from '../start-gateway.ts';
import { SERVICE_PATH } from '../temporal-messages.ts';
import type { GatewayTls, TemporalBeyond } from '../temporal-upstream.ts';
import { answerOk, type FarEnd, type FarRequest, startFarEnd } from './far-end.ts';
import { memoryJournal } from './memory-journal.ts';
import { frame } from './near-end.ts';

const { RecordActivityTaskHeartbeatRequest, PollActivityTaskQueueRequest, PollActivityTaskQueueResponse } =
  proto.temporal.api.workflowservice.v1;
const taskToken = Buffer.from('token-1');

/** Path of the heartbeat method. */
export const HEARTBEAT = `${SERVICE_PATH}RecordActivityTaskHeartbeat`;
/** Path of the activity poll. */
export const POLL = `${SERVICE_PATH}PollActivityTaskQueue`;

/** A gateway between a test and a far end that answers as the test says. */
export interface RelayRig extends AsyncDisposable {
  readonly journal: Journal;
  readonly far: FarEnd;
  readonly gateway: GatewayServer;
  readonly port: number;
  /** How the far end answers; status 0 and an empty body until said otherwise. */
  answer: (request: FarRequest) => void;
  /** The calls that have ended. */
  calls(): readonly EntryOf<'call'>[];
  /** States of held calls, in order. */
  held(): readonly string[];
  /** The n-th call that ended, once there are so many. */
  journalled(count: number): Promise<EntryOf<'call'>>;
  until<T>(what: string, look: () => T | undefined): Promise<T>;
}

/**
 * Starts a rig with one listener, of `worker-1`.
 *
 * @param tls - how the gateway speaks TLS, and the certificate of the far end; left out: none does
 * @param beyond - the way to the far end if it is no part of the run
 * @param readDetails - reads encoded heartbeat details
 */
export async function startRelayRig(
  tls?: Partial<GatewayTls> & { readonly far: TlsIdentity },
  beyond?: TemporalBeyond,
  readDetails?: ReadDetails,
): Promise<RelayRig> {
  const journal = memoryJournal();
  const far = await startFarEnd((request) => rig.answer(request), tls?.far);
  const { identity, temporalName = null } = tls ?? {};
  const own = identity === undefined ? undefined : { identity, temporalName };
  const gateway = await startGateway({ upstream: far.address, journal, tls: own, beyond, readDetails });
  const signal = AbortSignal.timeout(60_000);
  const rig: RelayRig = {
    journal,
    far,
    gateway,
    port: await gateway.listen('worker-1'),
    answer: (request) => answerOk(request, Buffer.alloc(0)),
    calls: () => entriesOf(journal.entries(), 'call'),
    held: () => entriesOf(journal.entries(), 'held').map(({ state }) => state),
    journalled: (count) => rig.until(`${count} calls in the journal`, () => rig.calls()[count - 1]),
    until: (what, look) => waitFor(look, { what, limitMs: 3000, signal }),
    [Symbol.asyncDispose]: async () => {
      await gateway.close();
      await far[Symbol.asyncDispose]();
    },
  };
  return rig;
}

/** The request of a heartbeat that reports so many pages. */
export function heartbeat(pagesDone: number): Buffer {
  const encoding = Buffer.from('json/plain');
  const payload = { metadata: { encoding }, data: Buffer.from(JSON.stringify({ pagesDone })) };
  const message = { taskToken, identity: 'someone', details: { payloads: [payload] } };
  return frame(RecordActivityTaskHeartbeatRequest.encode(message).finish());
}

/** The request of a poll. */
export function activityPoll(): Buffer {
  return frame(PollActivityTaskQueueRequest.encode({ identity: 'someone', taskQueue: { name: 'q' } }).finish());
}

/** The reply to a poll that delivers the task which {@link heartbeat} is about. */
export function activityTask(): Buffer {
  const workflowExecution = { workflowId: 'document-1', runId: 'run-1' };
  const message = { taskToken, workflowExecution, activityType: { name: 'extract' }, activityId: '1', attempt: 1 };
  return frame(PollActivityTaskQueueResponse.encode(message).finish());
}
