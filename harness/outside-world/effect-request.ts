import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** A request to the outside world. */
export interface EffectRequest {
  readonly kind: string;
  readonly subject: Readonly<Record<string, string | number>>;
  readonly payload: unknown;
  readonly idempotencyKey: string | null;
  readonly activity: { readonly workflowId: string; readonly activityId: string; readonly attempt: number } | null;
}

/** A request in a form that can't be understood. */
export class MalformedRequest extends Error {
  override readonly name = 'MalformedRequest';
}

/**
 * Reads an effect from a request's body and headers.
 *
 * @throws MalformedRequest
 */
export function parseEffect(body: string, headers: IncomingHttpHeaders): EffectRequest {
  const parsed = parseJson(body);
  if (!isRecord(parsed)) throw new MalformedRequest('The body must be a JSON object { kind, subject, payload }.');
  const { kind, subject } = parsed;
  if (typeof kind !== 'string' || kind === '') throw new MalformedRequest('"kind" must be a name.');
  if (!isSubject(subject)) throw new MalformedRequest('"subject" must be an object of strings and numbers.');
  const idempotencyKey = headerOf(headers, 'idempotency-key');
  return { kind, subject, payload: parsed['payload'] ?? null, idempotencyKey, activity: activityOf(headers) };
}

/** SHA-256, in hexadecimal, of the JSON of a value by the rules of RFC 8785: the keys of every object in order. */
export function hashOf(value: unknown): string {
  return createHash('sha256').update(canonical(value)).digest('hex');
}

/**
 * The proof that the requester gets: kind and subject in plain words, such as `ocr/document-01/3`.
 *
 * @remarks It follows from the subject alone, so a plan can name it before the run. A workflow id in it stays readable,
 * so receipts of two runs can be compared with their ids replaced.
 */
export function receiptOf({ kind, subject }: Pick<EffectRequest, 'kind' | 'subject'>): string {
  const fields = Object.entries(subject).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return [kind, ...fields.map(([, value]) => String(value))].join('/');
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item: unknown) => canonical(item)).join(',')}]`;
  if (!isRecord(value)) return JSON.stringify(value);
  const fields = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([name, item]) => `${JSON.stringify(name)}:${canonical(item)}`).join(',')}}`;
}

function activityOf(headers: IncomingHttpHeaders): EffectRequest['activity'] {
  const workflowId = headerOf(headers, 'x-workflow-id');
  const activityId = headerOf(headers, 'x-activity-id');
  const attempt = Number(headerOf(headers, 'x-activity-attempt'));
  if (workflowId === null || activityId === null || !Number.isSafeInteger(attempt) || attempt < 1) return null;
  return { workflowId, activityId, attempt };
}

function headerOf(headers: IncomingHttpHeaders, name: string): string | null {
  const value = headers[name];
  return typeof value === 'string' && value !== '' ? value : null;
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    throw new MalformedRequest('The body must be JSON.', { cause: error });
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSubject(value: unknown): value is Record<string, string | number> {
  return isRecord(value) && Object.values(value).every((each) => ['string', 'number'].includes(typeof each));
}
