import type { z } from 'zod';
import {
  type ExchangedEffect,
  exchangedEffectSchema,
  type exchangeFactsSchema,
  type ServiceExchange,
} from '../../model/exchange-facts.ts';
import { digestOf } from '../../model/json.ts';
import { maskSecrets } from '../../model/mask-secrets.ts';
import { bodyDigestOf, type OwnExecution } from './body-digest.ts';
import type { SeenReply, WholeRequest } from './exchange-observer.ts';

/** What is kept of an exchange; see the schema. */
export type ExchangeFacts = z.infer<typeof exchangeFactsSchema>;

/** How exchanges are read, as the configuration says. */
export interface ExchangeRules {
  /** Names the effect that a request has; left out: a rule by its method decides. */
  readonly effects?: ((exchange: ServiceExchange) => ExchangedEffect | null) | undefined;
  /** Texts that are secrets, beside those that every run masks. */
  readonly secrets?: readonly RegExp[] | undefined;
}

/** A request with its reply, and whose it is. */
export interface ReadExchange {
  readonly service: string;
  readonly request: WholeRequest;
  readonly reply: SeenReply | null;
  readonly owner: OwnExecution;
}

/** The headers by which services are told an idempotency key. */
const keyHeaders = [
  'idempotency-key',
  'x-idempotency-key',
  'idempotencykey',
  'idempotence-key',
  'x-idempotence-key',
  'paypal-request-id',
];
const keyFields = ['idempotency_key', 'idempotencyKey'];

/**
 * The facts of an exchange, without any secret.
 *
 * @throws Error of the configuration's function.
 */
export function exchangeFacts({ service, request, reply, owner }: ReadExchange, rules: ExchangeRules): ExchangeFacts {
  const mask = (text: string): string => maskSecrets(text, rules.secrets, owner.workflowId);
  const digest = (body: Buffer | undefined): string | null =>
    body === undefined || body.length === 0 ? null : bodyDigestOf(mask(body.toString()), owner);
  const key = keyOf(request);
  return {
    key: key === null ? null : mask(key),
    requestDigest: digest(request.body),
    replyDigest: digest(reply?.body),
    ...(reply?.headers['idempotent-replayed'] === 'true' ? { replayed: true as const } : {}),
    ...effectOf({ service, request, reply }, rules.effects, mask),
  };
}

function keyOf({ headers, body }: WholeRequest): string | null {
  const header = keyHeaders.map((name) => headers[name]).find((value) => value !== undefined && value !== '');
  if (header !== undefined) return header;
  if (headers['content-type']?.includes('json') !== true) return null;
  try {
    const parsed: unknown = JSON.parse(body.toString());
    if (typeof parsed !== 'object' || parsed === null) return null;
    const found = keyFields.map((name) => (parsed as Record<string, unknown>)[name]);
    return found.find((value) => typeof value === 'string') ?? null;
  } catch {
    return null;
  }
}

function effectOf(
  { service, request, reply }: Pick<ReadExchange, 'service' | 'request' | 'reply'>,
  effects: ExchangeRules['effects'],
  mask: (text: string) => string,
): Pick<ExchangeFacts, 'effect'> {
  if (effects === undefined) return {};
  const { method, path, headers, body } = request;
  // Of a request without an answer, the service's status is not known: 0.
  const named = effects({ service, method, path, headers, body: body.toString(), status: reply?.status ?? 0 });
  if (named === null) return { effect: null };
  const { kind, subject, key, payload } = exchangedEffectSchema.parse(named);
  const masked = Object.entries(subject).map(([name, value]) => [
    name,
    typeof value === 'string' ? mask(value) : value,
  ]);
  const digest = payload === undefined ? {} : { payloadDigest: digestOf(payload) };
  const parts = { kind: mask(kind), key: key === null ? null : mask(key), ...digest };
  return { effect: { ...parts, subject: Object.fromEntries(masked) as ExchangedEffect['subject'] } };
}
