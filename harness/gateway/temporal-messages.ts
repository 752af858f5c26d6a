import proto from '@temporalio/proto';
import { withoutFields } from './without-fields.ts';

/** The path of Temporal's own service; everything else (health checks, reflection) is passed through unread. */
export const SERVICE_PATH = '/temporal.api.workflowservice.v1.WorkflowService/';

interface MessageType {
  readonly fields: Readonly<Record<string, { readonly id: number }>>;
  decode(bytes: Uint8Array): unknown;
}

/** Fields that are large or costly and that nothing here reads. */
const unread: Readonly<Record<string, readonly string[]>> = {
  PollWorkflowTaskQueueResponse: ['history', 'messages', 'queries'],
  PollActivityTaskQueueResponse: ['input', 'header'],
  RespondWorkflowTaskCompletedRequest: ['commands', 'messages', 'queryResults'],
  RespondActivityTaskCompletedRequest: ['result'],
  RespondActivityTaskFailedRequest: ['lastHeartbeatDetails'],
  StartWorkflowExecutionRequest: ['input', 'memo', 'header'],
};

const types = proto.temporal.api.workflowservice.v1 as unknown as Readonly<Record<string, MessageType | undefined>>;
const unreadIds = new Map<string, ReadonlySet<number>>();

/**
 * Decodes a message of Temporal's WorkflowService, without the fields that nothing here reads.
 *
 * @param name - such as `PollActivityTaskQueueResponse`
 * @returns undefined if this version of the API has no such message
 * @throws Error if the bytes are no such message.
 */
export function decodeTemporalMessage(name: string, bytes: Uint8Array): unknown {
  const type = types[name];
  if (type === undefined) return undefined;
  const ids = unreadIdsOf(name, type);
  return type.decode(ids.size === 0 ? bytes : withoutFields(bytes, ids));
}

/**
 * Decodes single fields of a message of Temporal's WorkflowService.
 *
 * @returns undefined if this version of the API has no such message
 * @throws Error if the bytes are no such message.
 */
export function decodeTemporalFields(name: string, bytes: Uint8Array, fields: readonly string[]): unknown {
  const type = types[name];
  if (type === undefined) return undefined;
  const others = Object.entries(type.fields).filter(([field]) => !fields.includes(field));
  return type.decode(withoutFields(bytes, new Set(others.map(([, { id }]) => id))));
}

function unreadIdsOf(name: string, type: MessageType): ReadonlySet<number> {
  const known = unreadIds.get(name);
  if (known !== undefined) return known;
  const ids = (unread[name] ?? []).map((field) => type.fields[field]?.id).filter((id) => id !== undefined);
  const set = new Set(ids);
  unreadIds.set(name, set);
  return set;
}
