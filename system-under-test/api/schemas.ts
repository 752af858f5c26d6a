import { z } from '@hono/zod-openapi';

/** The name of a document; it is the id of its workflow. */
export const documentName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,199}$/, 'must have 1 to 200 letters, digits, or . _ : -')
  .openapi({ example: 'contract-7' });

const person = z
  .string()
  .min(1, 'must have 1 to 200 characters')
  .max(200, 'must have 1 to 200 characters')
  // Not in the pattern of a schema, which knows no flags. Half a surrogate pair has no digest.
  .refine((text) => !/\p{Cc}|\p{Cs}/u.test(text), 'must have no control characters and only whole ones')
  .openapi({ example: 'ada' });

/** The body of POST /documents. */
export const startBody = z
  .strictObject({
    document: documentName,
    pages: z.int().min(1).max(10_000).openapi({ example: 12 }),
    requester: person.default('unknown'),
  })
  .openapi('StartDocument');

/** The body of POST /documents/{document}/review. */
export const reviewBody = z
  .strictObject({ decision: z.enum(['approved', 'rejected']), reviewer: person.default('unknown') })
  .openapi('Review');

/** The header by which a request that comes again is recognised. */
export const keyHeader = z.object({
  'Idempotency-Key': z
    .string({ error: 'must be set, so that a request that comes again counts once' })
    .regex(/^[\x21-\x7e]{1,200}$/, 'must have 1 to 200 visible ASCII characters')
    .openapi({
      example: '5f0c9a1e-start',
      description: 'A new one for each new request; the same for one sent again.',
    }),
});

/** The path of a document. */
export const documentPath = z.object({ document: documentName });

/** The answer to a request that was carried out. */
export const accepted = z
  .object({
    document: documentName,
    replayed: z.boolean().openapi({ description: 'Whether it was carried out before, by the same key.' }),
  })
  .openapi('Accepted');

/** The answer to GET /documents/{document}. */
export const documentState = z
  .object({
    document: documentName,
    execution: z.string().openapi({ example: 'running' }),
    status: z.string().nullable().openapi({ example: 'in-review' }),
    row: z.object({ status: z.string(), updatedAt: z.string() }).nullable(),
  })
  .openapi('DocumentState');

/** The answer to /healthz and /readyz. */
export const health = z.object({ status: z.literal('ok') }).openapi('Health');

/** The answer to a request that is refused. */
export const problem = z
  .object({ type: z.string(), title: z.string(), status: z.int(), detail: z.string() })
  .openapi('Problem');
