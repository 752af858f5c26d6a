import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context, MiddlewareHandler } from 'hono';
import { Problem } from './problem.ts';

/** A client's bucket: how many requests it may make at once now, and when that was so. */
interface Bucket {
  readonly tokens: number;
  readonly atMs: number;
}

const BUCKETS_AT_MOST = 10_000;

/**
 * Limits the requests of one address: as many a second, and as many at once.
 *
 * @remarks A {@link https://en.wikipedia.org/wiki/Token_bucket | token bucket} an address. It comes before the token is
 * compared, so guesses are limited too. If there are too many addresses, the one that was longest away is forgotten.
 * @throws Problem 429
 */
export function limitRate(perSecond: number, nowMs: () => number = () => performance.now()): MiddlewareHandler {
  const buckets = new Map<string, Bucket>();
  return async (context, next) => {
    const address = addressOf(context);
    const atMs = nowMs();
    const before = buckets.get(address) ?? { tokens: perSecond, atMs };
    const tokens = Math.min(perSecond, before.tokens + ((atMs - before.atMs) / 1000) * perSecond);
    buckets.delete(address);
    buckets.set(address, { tokens: tokens < 1 ? tokens : tokens - 1, atMs });
    const [oldest] = buckets.keys();
    if (buckets.size > BUCKETS_AT_MOST && oldest !== undefined) buckets.delete(oldest);
    if (tokens < 1) {
      const sentence = `More than ${perSecond} requests a second came from this address. Send it again after a second.`;
      throw new Problem(429, sentence, { 'Retry-After': '1' });
    }
    await next();
  };
}

/** Unknown where a test calls the application without a server. */
function addressOf(context: Context): string {
  try {
    return getConnInfo(context).remote.address ?? 'unknown';
  } catch {
    return 'unknown';
  }
}
