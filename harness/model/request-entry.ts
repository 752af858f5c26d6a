import { z } from 'zod';

/** One request of a client to the system's API, as the client saw it; a request sent again has an entry for each time. */
export const requestEntry = z.strictObject({
  kind: z.literal('request'),
  component: z.string(),
  /** The workflow that it is about. */
  workflowId: z.string(),
  method: z.string(),
  path: z.string(),
  /** How often it has been sent by now, from 1. */
  attempt: z.int().positive(),
  latencyMs: z.number(),
  /** The status of HTTP; null if no answer came. */
  status: z.int().nullable(),
  /** Why no answer came, or the words of one that is no 2xx. */
  error: z.string().optional(),
});
