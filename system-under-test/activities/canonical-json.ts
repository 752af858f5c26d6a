import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

/** A value that JSON can hold. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** SHA-256, in hexadecimal, of the JSON of RFC 8785 of a value. @throws Error if a string in it is not valid Unicode */
export function digestOf(value: Json): string {
  return createHash('sha256')
    .update(canonicalize(value) ?? '')
    .digest('hex');
}
