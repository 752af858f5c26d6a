import type { Json } from './json.ts';
import { isPayload } from './payloads.ts';

/** What Temporal's default data converter reads. */
const defaults: ReadonlySet<string> = new Set([
  'json/plain',
  'json/protobuf',
  'binary/null',
  'binary/plain',
  'binary/protobuf',
]);

/**
 * Whether a value of Temporal's JSON holds, at any depth, a payload that only the system's own data converter can read,
 * such as an encrypted one.
 *
 * @see https://docs.temporal.io/payload-codec
 */
export function holdsEncoded(value: Json | undefined): boolean {
  if (value === null || value === undefined || typeof value !== 'object') return false;
  if (Array.isArray(value)) return value.some((item: Json) => holdsEncoded(item));
  if (isPayload(value)) return !defaults.has(Buffer.from(value.metadata?.encoding ?? '', 'base64').toString());
  return Object.values(value).some((item) => holdsEncoded(item));
}
