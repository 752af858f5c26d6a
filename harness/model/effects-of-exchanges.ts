import type { LedgerLine } from './evidence.ts';
import type { Exchange } from './exchange.ts';
import { digestOf } from './json.ts';

/** The methods that may have an effect each time; to repeat any other is harmless by RFC 9110. */
const EFFECTIVE = ['POST', 'PATCH'];
/** A service that has done it before may refuse to do it again. */
const REFUSED_AGAIN = [409, 412, 422];

/** An exchange that had an effect, or that repeated one. */
export interface EffectiveExchange {
  readonly exchange: Exchange;
  /** `deduplicated`: the service had answered its key before. */
  readonly outcome: 'applied' | 'deduplicated';
}

/**
 * The exchanges that had an effect: a request that the configuration's `effects` names, or else any POST or PATCH, that
 * the service answered with success.
 *
 * @remarks One with a key that the service has answered before is a repeat. If a request broke off and the service then
 * refused it as done, it was applied.
 */
export function effectiveExchanges(exchanges: readonly Exchange[]): readonly EffectiveExchange[] {
  const answered = new Set<string>();
  return exchanges.flatMap((exchange, index): readonly EffectiveExchange[] => {
    if (!mayHaveEffect(exchange)) return [];
    const isDone = isSuccess(exchange) || wasDoneInDoubt(exchange, exchanges.slice(index + 1));
    if (!isDone) return [];
    const key = keyOf(exchange);
    const name = key === null ? null : JSON.stringify([exchange.service, key]);
    const isRepeat = name === null ? exchange.replayed === true : answered.has(name);
    if (name !== null) answered.add(name);
    return [{ exchange, outcome: isRepeat ? 'deduplicated' : 'applied' }];
  });
}

/** Whether a request has an effect if it succeeds. */
export function mayHaveEffect({ method, effect }: Exchange): boolean {
  return effect === undefined ? EFFECTIVE.includes(method) : effect !== null;
}

/** The idempotency key of a request; null: it has none. */
export function keyOf({ effect, key }: Exchange): string | null {
  return effect?.key ?? key;
}

function isSuccess({ status }: Exchange): boolean {
  return status !== null && status >= 200 && status < 400;
}

function wasDoneInDoubt(exchange: Exchange, later: readonly Exchange[]): boolean {
  if (exchange.outcome !== 'in-doubt') return false;
  const same = later.filter((one) => isSameWork(one, exchange));
  return !same.some((one) => isSuccess(one)) && same.some(({ status }) => REFUSED_AGAIN.includes(status ?? 0));
}

/** Whether two requests ask for the same, as far as can be told: by the effect, or else by what they send. */
export function isSameWork(one: Exchange, other: Exchange): boolean {
  return one.service === other.service && workOf(one) === workOf(other);
}

/** The one text of what a request asks for, on behalf of whom. */
export function workOf({ effect, method, path, requestDigest, activity }: Exchange): string {
  if (effect) return digestOf({ kind: effect.kind, subject: effect.subject });
  const { workflowId = null, runId = null, activityId = null } = activity ?? {};
  return digestOf({ method, path, requestDigest, workflowId, runId, activityId });
}

/** The effects that the configuration's `effects` names, as lines of a ledger after those that there are. */
export function ledgerOfExchanges(exchanges: readonly Exchange[], after = 0): readonly LedgerLine[] {
  const named = effectiveExchanges(exchanges).filter(({ exchange }) => Boolean(exchange.effect));
  return named.map(({ exchange, outcome }, index) => {
    const { effect, activity, requestDigest, time } = exchange;
    const { kind = '', subject = {} } = effect ?? {};
    const { workflowId = '', activityId = '', attempt = 0 } = activity ?? {};
    return {
      sequence: after + index + 1,
      time,
      kind,
      subject,
      idempotencyKey: keyOf(exchange),
      payloadHash: effect?.payloadDigest ?? requestDigest ?? '',
      ...(effect?.payloadDigest === undefined ? { payloadOf: 'body' as const } : {}),
      outcome,
      activity: activity === null ? null : { workflowId, activityId, attempt },
    };
  });
}
