import type { Json } from '../../model/json.ts';

/** What has no faithful form in JSON. */
class NoJson extends Error {}

/**
 * A value of JavaScript as JSON; undefined if that would lose something, as of a Map, a class or bytes.
 *
 * @remarks Unlike `JSON.stringify`, which writes an empty object for each of them: two different ones would look the same.
 * Values that say themselves how they are written (`toJSON`), such as dates, are written so. A bigint becomes its digits,
 * as Temporal's JSON writes them. Fields that are undefined are left out.
 */
export function asJson(value: unknown): Json | undefined {
  try {
    return written(value);
  } catch (error) {
    // A RangeError comes from a value that is a part of itself.
    if (error instanceof NoJson || error instanceof RangeError) return undefined;
    throw error;
  }
}

function written(value: unknown): Json {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (typeof value !== 'object') throw new NoJson();
  if (Array.isArray(value)) return value.map((item: unknown) => written(item));
  if ('toJSON' in value && typeof value.toJSON === 'function' && !ArrayBuffer.isView(value))
    return written((value.toJSON as () => unknown)());
  const prototype = Object.getPrototypeOf(value) as object | null;
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) throw new NoJson();
  const fields = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(fields.map(([name, item]) => [name, written(item)]));
}
