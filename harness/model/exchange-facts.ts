import { z } from 'zod';
import { jsonSchema } from './json.ts';

/** Schema of an {@link ExchangedEffect}. */
export const exchangedEffectSchema = z.strictObject({
  kind: z.string().min(1),
  /** The subject of the effect in the business's own terms, such as an order and a line of it. */
  subject: z.record(z.string(), z.union([z.string(), z.number()])),
  /** Its idempotency key; null: it has none. */
  key: z.string().nullable(),
  /** What a job gives as the payload of the effect. Only its digest is kept. Left out: no payload can be compared. */
  payload: jsonSchema.optional(),
});
/** The effect that a request has if it succeeds. */
export type ExchangedEffect = z.infer<typeof exchangedEffectSchema>;

/** Schema of what is kept of an {@link ExchangedEffect}: secrets in it are masked, and its payload is a digest. */
export const keptEffectSchema = exchangedEffectSchema.omit({ payload: true }).extend({
  /** SHA-256 of the payload as canonical JSON; left out: `effects` gave none. */
  payloadDigest: z.string().optional(),
});

/** Schema of what a relay keeps of a request and its reply, beside the `http` entry: no header, no query, no body. */
export const exchangeFactsSchema = z.strictObject({
  /** The idempotency key; null: it had none. */
  key: z.string().nullable(),
  /** SHA-256 of the body, in which secrets and the own workflow's ids are replaced; null: it had none. */
  requestDigest: z.string().nullable(),
  replyDigest: z.string().nullable(),
  /** The service said that it had answered this key before. */
  replayed: z.literal(true).optional(),
  /** By the configuration's `effects`; null: it has none. Left out: there is no such function. */
  effect: keptEffectSchema.nullable().optional(),
  /** How many activities its sender held that it may be of, if that was not one. */
  candidates: z.int().nonnegative().optional(),
});

/** A request to a service with its reply, as the configuration's `effects` sees it. Secrets are still in it. */
export interface ServiceExchange {
  /** The name of the service. */
  readonly service: string;
  readonly method: string;
  /** With its query. */
  readonly path: string;
  /** Of the request, in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Of the reply; 0 if there was none. */
  readonly status: number;
}
