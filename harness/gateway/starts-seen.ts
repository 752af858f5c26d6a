import type { temporal } from '@temporalio/proto';
import { textOf } from './decode-values.ts';
import { grpcMessage } from './grpc-frame.ts';
import type { CallObserver, ConnectionObserver } from './relay-observer.ts';
import { decodeTemporalMessage, SERVICE_PATH } from './temporal-messages.ts';

/** Follows which workflows a program starts. */
export interface StartsWatch {
  /** Told the id of each that it asks for; what this returns is awaited before the server is asked. Left out: nothing is. */
  readonly asked?: ((workflowId: string) => Promise<void> | undefined) | undefined;
  /** Told the id of each whose start the server has acknowledged. */
  readonly seen: (workflowId: string) => void;
}

/** A listener of a gateway for a program that starts workflows. */
export interface StartsListener {
  readonly port: number;
  /** Stops listening; connections that are open stay. */
  close(): void;
}

/** A request that starts a workflow, by itself or as the first of several operations. */
interface AnyStart {
  readonly workflowId?: string | null;
  readonly operations?: readonly temporal.api.workflowservice.v1.ExecuteMultiOperationRequest.IOperation[] | null;
}

const methods: ReadonlySet<string> = new Set([
  'StartWorkflowExecution',
  'SignalWithStartWorkflowExecution',
  'ExecuteMultiOperation',
]);

/** Lets the calls of a program through, and tells which workflows they start. Nothing is journalled. */
export function startsSeenConnection(watch: StartsWatch, forget: () => void): ConnectionObserver {
  return { call: (path) => startSeenCall(path, watch), ended: forget };
}

function startSeenCall(path: string, { asked, seen }: StartsWatch): CallObserver {
  const method = path.startsWith(SERVICE_PATH) ? path.slice(SERVICE_PATH.length) : '';
  let ids: readonly string[] = [];
  return {
    buffered: methods.has(method),
    requested: (body, encoding) => {
      if (body !== null) ids = startedBy(method, body, encoding);
      const held = ids.flatMap((id) => asked?.(id) ?? []);
      return held.length === 0 ? undefined : Promise.all(held).then(() => 'pass');
    },
    replied: ({ grpcStatus }) => {
      if (grpcStatus === 0) for (const id of ids) seen(id);
      return undefined;
    },
    delivering: () => undefined,
    ended: () => undefined,
  };
}

/** A request that can't be read is passed on all the same: the workflow is looked for in Temporal too. */
function startedBy(method: string, body: Buffer, encoding: string | undefined): readonly string[] {
  try {
    const message = grpcMessage(body, encoding);
    const request = message === null ? undefined : decodeTemporalMessage(`${method}Request`, message);
    const { workflowId, operations } = (request ?? {}) as AnyStart;
    const ids = [workflowId, ...(operations ?? []).map(({ startWorkflow }) => startWorkflow?.workflowId)];
    return ids.flatMap((id) => textOf(id) ?? []);
  } catch {
    return [];
  }
}
