import { z } from 'zod';
import { jsonSchema } from './json.ts';

/** Schema of an {@link ApiRequest}. */
export const apiRequestSchema = z.strictObject({
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
  path: z.string().startsWith('/'),
  /** Beside the token, which the harness adds: above all the key by which a request that comes again is known. */
  headers: z.record(z.string(), z.string()),
  /** Sent as JSON; if left out, there is none. */
  body: jsonSchema.optional(),
});

/**
 * A request by which a client asks the system's API, instead of asking Temporal.
 *
 * @remarks A client that gets no answer, or one of 408, 429 or 5xx, sends the very same request again.
 * @example
 * const request: ApiRequest = {
 *   method: 'POST',
 *   path: '/orders',
 *   headers: { 'Idempotency-Key': 'order-1' },
 *   body: { order: 'order-1' },
 * };
 */
export type ApiRequest = z.infer<typeof apiRequestSchema>;
