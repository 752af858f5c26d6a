import { createHash } from 'node:crypto';
import type { Json } from './json.ts';

/** A payload that is no JSON: its encoding, and its digest where equal values have equal bytes. */
export interface OpaqueValue {
  /** The payload's encoding, such as `binary/plain` or `binary/encrypted`. */
  readonly payloadEncoding: string;
  /** SHA-256, in hexadecimal, of its bytes; null if equal values may have different bytes, as encrypted ones have. */
  readonly sha256: string | null;
}

/**
 * The values that a `Payloads` message of Temporal's JSON holds.
 *
 * @remarks Each value stands for itself: one that is no JSON is an {@link OpaqueValue} and hides none beside it. See
 * Temporal's {@link https://docs.temporal.io/default-custom-data-converters | default data converter}.
 */
export function payloadsOf(payloads: Json | undefined): readonly Json[] {
  if (payloads === null || payloads === undefined || typeof payloads !== 'object' || Array.isArray(payloads)) return [];
  const list = (payloads as { readonly payloads?: readonly PayloadJson[] }).payloads ?? [];
  return list.map((payload) => valueOfPayload(payload));
}

/** Whether a value of {@link payloadsOf} is no JSON, so that it can't be compared with one that is. */
export function isOpaque(value: Json | undefined): value is Json & OpaqueValue {
  if (value === null || value === undefined || typeof value !== 'object') return false;
  const keys = Object.keys(value);
  return keys.length === 2 && keys.includes('payloadEncoding') && keys.includes('sha256');
}

/** Whether a value of Temporal's JSON is a payload: it names its encoding. */
export function isPayload(value: Json | undefined): value is Json & PayloadJson {
  if (value === null || value === undefined || typeof value !== 'object') return false;
  return typeof (value as PayloadJson).metadata?.encoding === 'string';
}

/** What codecs never get: the SDKs leave it as it is. */
const uncoded: ReadonlySet<string> = new Set(['header', 'searchAttributes']);

/** The payloads in a value of Temporal's JSON, at any depth, but those that no data converter writes. */
export function payloadsIn(value: Json): readonly (Json & PayloadJson)[] {
  if (value === null || typeof value !== 'object') return [];
  if (isPayload(value)) return [value];
  if (Array.isArray(value)) return value.flatMap((item: Json) => payloadsIn(item));
  return Object.entries(value).flatMap(([name, item]) =>
    uncoded.has(name) && !isPayload(item) ? [] : payloadsIn(item),
  );
}

/** Whether a value could not be decoded, and equal ones may have other bytes: then it can be compared with nothing. */
export function isUnread(value: Json | undefined): value is Json & OpaqueValue {
  return isOpaque(value) && value.sha256 === null;
}

/** A payload in Temporal's JSON, in which bytes are base64. */
export interface PayloadJson {
  readonly metadata?: { readonly encoding?: string };
  readonly data?: string;
}

const NULL = 'binary/null';
/** JSON of values, and of protobuf messages. */
const jsonEncodings: ReadonlySet<string> = new Set(['json/plain', 'json/protobuf']);
/** Bytes as they are; any other encoding is that of a codec, which may encode equal values differently. */
const byteEncodings: ReadonlySet<string> = new Set(['binary/plain', 'binary/protobuf', ...jsonEncodings]);

function valueOfPayload(payload: PayloadJson): Json {
  const encoding = Buffer.from(payload.metadata?.encoding ?? '', 'base64').toString();
  const bytes = Buffer.from(payload.data ?? '', 'base64');
  if (encoding === NULL) return null;
  const value = jsonEncodings.has(encoding) ? jsonIn(bytes) : undefined;
  return value === undefined ? { ...opaque(encoding, bytes) } : value;
}

/** Undefined if the bytes are no JSON, as where they are empty. */
function jsonIn(bytes: Buffer): Json | undefined {
  try {
    return JSON.parse(bytes.toString()) as Json;
  } catch {
    return undefined;
  }
}

function opaque(payloadEncoding: string, bytes: Buffer): OpaqueValue {
  const sha256 = byteEncodings.has(payloadEncoding) ? createHash('sha256').update(bytes).digest('hex') : null;
  return { payloadEncoding, sha256 };
}
