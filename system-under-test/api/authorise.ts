import { createHash, timingSafeEqual } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { Problem } from './problem.ts';

/**
 * Lets only requests through that carry the bearer token.
 *
 * @remarks The digests are compared, in constant time: neither the length nor a common beginning shows.
 * @throws Problem 401
 */
export function authorise(token: string): MiddlewareHandler {
  const expected = digest(token);
  return async (context, next) => {
    const [, given] = /^Bearer +(\S+)$/i.exec(context.req.header('Authorization') ?? '') ?? [];
    if (given === undefined || !timingSafeEqual(digest(given), expected)) {
      const sentence = 'The bearer token is missing or wrong. Send the header Authorization: Bearer <token>.';
      throw new Problem(401, sentence, { 'WWW-Authenticate': 'Bearer' });
    }
    await next();
  };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
