import { createHash } from 'node:crypto';
import { z } from 'zod';

/** A value that JSON can hold. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** Schema of any JSON value. */
export const jsonSchema: z.ZodType<Json> = z.json();

/**
 * The JSON of RFC 8785 (https://www.rfc-editor.org/rfc/rfc8785): equal values have equal bytes, in every language.
 *
 * @remarks The RFC refuses text that is no Unicode, and so does the package `canonicalize`, against which this is tested.
 * Payloads of any system are compared by this, so lone surrogates are escaped here, as `JSON.stringify` does.
 */
export function canonicalJson(value: Json): string {
  if (Array.isArray(value)) return `[${value.map((item: Json) => canonicalJson(item)).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(',')}}`;
}

/**
 * Whether a value has an integer of which JavaScript may have lost digits: RFC 8785 has no text for it, and libraries of
 * other languages write it in full or refuse it.
 */
export function hasUnsafeInteger(value: Json): boolean {
  if (typeof value === 'number') return Number.isInteger(value) && !Number.isSafeInteger(value);
  if (value === null || typeof value !== 'object') return false;
  return Object.values(value).some((item: Json) => hasUnsafeInteger(item));
}

/** SHA-256, in hexadecimal, of a value's canonical JSON. */
export function digestOf(value: Json): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}

/** The value at a dotted path such as `pages.done`, or undefined if there is none. */
export function valueAt(value: Json | undefined, path: string): Json | undefined {
  let current: Json | undefined = value;
  for (const key of path === '' ? [] : path.split('.')) {
    if (current === null || current === undefined || typeof current !== 'object') return undefined;
    current = (current as { readonly [key: string]: Json })[key];
  }
  return current;
}
