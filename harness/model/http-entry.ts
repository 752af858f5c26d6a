import { z } from 'zod';
import { exchangeFactsSchema } from './exchange-facts.ts';

/**
 * Schema of the body of an `http` entry: one request of a worker to a service, relayed and written when it has ended;
 * `atMs` of the entry is its end. Never with headers, query or bodies: they
 * hold keys and people's data.
 */
export const httpEntry = z.strictObject({
  kind: z.literal('http'),
  /** Position among all calls of the run, gRPC and HTTP alike, in the order of their requests. */
  call: z.int().positive(),
  component: z.string(),
  incarnation: z.int().positive(),
  /** Such as `supabase@worker-1`. */
  link: z.string(),
  method: z.string(),
  /** Without its query. */
  path: z.string(),
  /** When the request was complete at the relay, on the journal's clock. */
  startedMs: z.number(),
  latencyMs: z.number(),
  /** When the service's whole answer was at the relay, not yet sent on: its client can't have heard it before. */
  repliedMs: z.number().optional(),
  /**
   * `answered`: written to the client's connection, which doesn't prove that the client heard it. `dropped`: it was
   * held when its connection went. `lost`: its connection was reset instead of the answer, on purpose.
   */
  outcome: z.enum(['answered', 'broken', 'dropped', 'lost']),
  /** The service's answer, even if the client never heard it; null: no whole answer. */
  status: z.int().nullable(),
  requestBytes: z.int(),
  replyBytes: z.int(),
  /** The activity that made it, if known. */
  workflowId: z.string().optional(),
  runId: z.string().optional(),
  activityId: z.string().optional(),
  activityType: z.string().optional(),
  attempt: z.int().optional(),
  /** Its position among this attempt's requests on this link, from 1. */
  nth: z.int().positive().optional(),
  /**
   * SHA-256 of what an activity sent to the outside world, with its own workflow id and run id replaced. So the same body
   * has the same digest in each execution.
   */
  bodyDigest: z.string().optional(),
  /** What judges the effects of requests; left out for requests to Supabase, and in older journals. */
  exchange: exchangeFactsSchema.optional(),
});
