import { z } from 'zod';
import type { TemporalAccess, TemporalAccessTls } from '../model/temporal-access.ts';
import { fields, list } from './fields.ts';

const text = z.string().min(1);
/** A host name, an IPv4 address or an IPv6 address in brackets, and a port. */
const ADDRESS = /^(?:[^\s:/@[\]]+|\[[\da-f:.]+\]):\d{1,5}$/i;

const tls = fields<TemporalAccessTls>({
  ca: text.optional(),
  cert: text.optional(),
  key: text.optional(),
  serverName: text.optional(),
}).refine(({ cert, key }) => (cert === undefined) === (key === undefined), 'needs both `cert` and `key`, or neither');

/** Schema of the address of a Temporal that exists already. */
export const addressSchema: z.ZodType<string> = z
  .string()
  .regex(ADDRESS, 'must be host:port, such as "payments.a1b2c.tmprl.cloud:7233"');

/** Schema of an API key; its issues never show the key. */
export const apiKeySchema: z.ZodType<string> = z
  .string()
  .regex(/^[\x21-\x7e]+$/, 'must be a key, but it is empty, or has blanks or other odd characters in it');

/** Schema of `temporal` in chaos.config.ts. */
export const temporalSchema: z.ZodType<TemporalAccess> = fields<TemporalAccess>({
  profile: text.optional(),
  address: addressSchema.optional(),
  namespace: text.optional(),
  tls: z.union([z.boolean(), tls]).optional(),
  apiKey: apiKeySchema.optional(),
  ownTaskQueue: z.boolean().optional(),
  furtherTaskQueues: list(text).optional(),
  leaveWorkflows: z.boolean().optional(),
});
