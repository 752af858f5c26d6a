import { createHash } from 'node:crypto';
import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import { digestOf, type Json } from '../activities/canonical-json.ts';
import { Problem } from './problem.ts';

/**
 * What a request leaves with the workflow, so that a request with the same key is recognised.
 *
 * @remarks It is kept by Temporal, not by the API: a crash of the API forgets none.
 */
export type Mark = {
  /** SHA-256 of the Idempotency-Key. */
  readonly key: string;
  /** SHA-256 of the request that came with it. */
  readonly request: string;
};

/** The name of the mark in a workflow's memo, and in the header of a signal. */
export const MARK = 'idempotency';

/** The mark of a request. */
export function markOf(key: string, request: Json): Mark {
  return { key: createHash('sha256').update(key).digest('hex'), request: digestOf(request) };
}

/**
 * Whether a mark that was found is of this request.
 *
 * @throws Problem 422 if the key came with another request.
 */
export function isSame(found: Mark | undefined, mark: Mark): boolean {
  if (found?.key !== mark.key) return false;
  if (found.request === mark.request) return true;
  throw new Problem(422, 'This Idempotency-Key came with another request before. Use a new key for a new request.');
}

/** The mark in a payload; undefined if there is none. */
export function markIn(payload: Payload | null | undefined): Mark | undefined {
  return payload ? asMark(defaultPayloadConverter.fromPayload(payload)) : undefined;
}

/** A value as a mark; undefined if it is none. */
export function asMark(value: unknown): Mark | undefined {
  if (typeof value !== 'object' || value === null || !('key' in value) || !('request' in value)) return undefined;
  const { key, request } = value;
  return typeof key === 'string' && typeof request === 'string' ? { key, request } : undefined;
}
