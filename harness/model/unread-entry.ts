import { z } from 'zod';

/**
 * A gRPC message that the gateway could not decode. It was relayed unread, so what it said is missing from the
 * evidence.
 */
export const unreadCallEntry = z.strictObject({
  kind: z.literal('unread-call'),
  component: z.string(),
  incarnation: z.int().positive(),
  side: z.enum(['request', 'reply']),
  method: z.string(),
  error: z.string(),
});

/**
 * A request for which the configuration's `attribute()` threw, or named an activity that its sender did not hold. It was
 * relayed without an activity, so it is no crash point.
 */
export const unattributedRequestEntry = z.strictObject({
  kind: z.literal('unattributed-request'),
  component: z.string(),
  incarnation: z.int().positive(),
  link: z.string(),
  method: z.string(),
  /** Without its query. */
  path: z.string(),
  /** The activity that was named; left out if `attribute()` threw. */
  workflowId: z.string().optional(),
  activityId: z.string().optional(),
  error: z.string(),
});

/**
 * A connection to a service of which the rest was relayed unread, because it is no HTTP/1: its requests are missing from
 * the evidence.
 */
export const unreadConnectionEntry = z.strictObject({
  kind: z.literal('unread-connection'),
  component: z.string(),
  incarnation: z.int().positive(),
  link: z.string(),
  /** `HTTP/2`, `no HTTP`, or the protocol that a request asked to go on in, such as `websocket`. */
  protocol: z.string(),
  /** Of the request that asked for it, without its query; left out: the connection began so. */
  path: z.string().optional(),
});
