import { ApplicationFailure, Context } from '@temporalio/activity';
import { z } from 'zod';
import { activityHeaders } from './activity-headers.ts';
import type { Json } from './canonical-json.ts';

/** Something that is done to the outside world and can't be undone by forgetting it. */
export interface Effect {
  readonly kind: string;
  /** The subject of the effect, in the business's own terms. */
  readonly subject: Readonly<Record<string, string | number>>;
  readonly payload: Json;
}

/** The way to the outside world. */
export interface EffectsClient {
  /**
   * Asks for an effect once; an effect asked for again under the same key isn't applied again.
   *
   * @param key - null asks for the effect whether or not it was applied before
   * @returns the receipt
   */
  apply(effect: Effect, key: string | null): Promise<string>;
}

/** The address of the outside world, and how long it may take to answer, in milliseconds. */
export interface EffectsOptions {
  readonly url: string;
  readonly timeoutMs: number;
}

const answerSchema = z.object({ outcome: z.enum(['applied', 'deduplicated']), receipt: z.string() });

/**
 * The way to the outside world over HTTP.
 *
 * @remarks Makes one request and never repeats it: repeating is Temporal's part, which writes the attempts down.
 * @throws ApplicationFailure, not retryable: `IdempotencyConflict` for a known key with another payload,
 * `EffectRefused` for a request that isn't understood. All else can be retried.
 */
export function createEffectsClient({ url, timeoutMs }: EffectsOptions): EffectsClient {
  return {
    async apply(effect, key) {
      const { cancellationSignal } = Context.current();
      const response = await fetch(new URL('/effects', url), {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          ...(key === null ? {} : { 'Idempotency-Key': key }),
          ...activityHeaders(),
        },
        body: JSON.stringify(effect),
        signal: AbortSignal.any([cancellationSignal, AbortSignal.timeout(timeoutMs)]),
      });
      if (!response.ok) throw refusal(effect, response.status);
      return answerSchema.parse(await response.json()).receipt;
    },
  };
}

function refusal(effect: Effect, status: number): Error {
  const sentence = `Expected the outside world to apply "${effect.kind}", but it answered ${status}.`;
  if (status === 422) return ApplicationFailure.nonRetryable(sentence, 'IdempotencyConflict');
  if (status === 400) return ApplicationFailure.nonRetryable(sentence, 'EffectRefused');
  return new Error(`${sentence} Temporal tries it again.`);
}
