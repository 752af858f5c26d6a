import type { ClientHttp2Session } from 'node:http2';
import { answerOk } from './far-end.ts';
import { call, type NearReply, nearEnd } from './near-end.ts';
import type { RelayRig } from './relay-rig.ts';
import { activityTaskReply, pathOf, workflowTaskReply } from './task-messages.ts';

/** A worker at a relay that gets tasks and reports on them. */
export interface TaskWorker extends Disposable {
  readonly session: ClientHttp2Session;
  /** Calls a method of Temporal's service, to be answered with that reply: an empty one until said otherwise. */
  ask(method: string, request: Buffer, reply?: Buffer): Promise<NearReply>;
  /** Gets the activity `5` of workflow `w`, with the token `a`. */
  pollActivity(attempt?: number): Promise<NearReply>;
  /** Gets a workflow task of workflow `w`. */
  pollWorkflow(token: string, attempt?: number): Promise<NearReply>;
}

/** Connects a worker; its disposal cuts the connection. */
export function taskWorker(rig: RelayRig): TaskWorker {
  const session = nearEnd(rig.port);
  const nothing = Buffer.alloc(0);
  const ask: TaskWorker['ask'] = (method, request, reply = nothing) => {
    rig.answer = (of) => answerOk(of, reply);
    return call(session, pathOf(method), request).reply;
  };
  return {
    session,
    ask,
    pollActivity: (attempt = 1) => ask('PollActivityTaskQueue', nothing, activityTaskReply({ token: 'a', attempt })),
    pollWorkflow: (token, attempt = 1) => ask('PollWorkflowTaskQueue', nothing, workflowTaskReply({ token, attempt })),
    [Symbol.dispose]: () => session.destroy(),
  };
}
