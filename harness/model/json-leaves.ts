import type { Json } from './json.ts';
import { isUnread } from './payloads.ts';

/** A difference of two values at one place in them. */
export interface LeafDifference {
  /** Such as `.receipts[1]`, `.receipts.length`, `.*` (the names of all fields) or `["two words"]`. */
  readonly at: string;
  /** Null if there is nothing at that place. */
  readonly expected: Json;
  readonly actual: Json;
}

/**
 * A value taken apart: each text, number, boolean and null by its place, and before them the shape of what holds them.
 *
 * @remarks The shape of a list is its length, that of an object the names of its fields. So two values are the same if and
 * only if their leaves are. A value that could not be decoded is one leaf, which is compared with nothing.
 */
export function leavesOf(value: Json, at = ''): ReadonlyMap<string, Json> {
  const leaves = new Map<string, Json>();
  collect(value, at, leaves);
  return leaves;
}

/** The first places at which two values differ, in the order of the expected one. */
export function leafDifferences(
  expected: ReadonlyMap<string, Json>,
  actual: ReadonlyMap<string, Json>,
): readonly LeafDifference[] {
  const found = [...expected].flatMap(([at, leaf]) => {
    const other = actual.get(at);
    return leaf === other ? [] : [{ at, expected: leaf, actual: other ?? null }];
  });
  if (found.length === 0) return found;
  const unread = [...unreadLeaves(expected).keys(), ...unreadLeaves(actual).keys()];
  return found.filter(({ at }) => !unread.some((place) => isWithin(at, place)));
}

/** The leaves of a value but those in whose place another value could not be decoded. */
export function readableLeaves(
  leaves: ReadonlyMap<string, Json>,
  other: ReadonlyMap<string, Json>,
): ReadonlyMap<string, Json> {
  const unread = [...unreadLeaves(other).keys()];
  if (unread.length === 0) return leaves;
  return new Map([...leaves].filter(([at]) => !unread.some((place) => isWithin(at, place))));
}

/** The leaves that could not be decoded, by their places, each with its encoding. */
export function unreadLeaves(leaves: ReadonlyMap<string, Json>): ReadonlyMap<string, string> {
  const unread = [...leaves].flatMap(([at, leaf]) =>
    typeof leaf === 'string' && leaf.startsWith(UNREAD) ? [[at, leaf.slice(UNREAD.length)] as const] : [],
  );
  return new Map(unread);
}

/** Begins a leaf that stands for a whole value which could not be decoded. */
const UNREAD = '\0unread:';

function isWithin(at: string, place: string): boolean {
  return at === place || (at.startsWith(place) && /^[.[]/.test(at.slice(place.length)));
}

function collect(value: Json, at: string, leaves: Map<string, Json>): void {
  if (isUnread(value)) {
    leaves.set(at, `${UNREAD}${value.payloadEncoding}`);
  } else if (Array.isArray(value)) {
    leaves.set(`${at}.length`, value.length);
    for (const [index, item] of value.entries()) collect(item as Json, `${at}[${index}]`, leaves);
  } else if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value as { readonly [key: string]: Json }).toSorted(([a], [b]) => (a < b ? -1 : 1));
    leaves.set(`${at}.*`, JSON.stringify(fields.map(([name]) => name)));
    for (const [name, item] of fields) collect(item, `${at}${stepTo(name)}`, leaves);
  } else {
    leaves.set(at, value);
  }
}

/** Quoted, unless it can be taken for nothing else: for no other field, no index and no length. */
function stepTo(name: string): string {
  return /^[A-Za-z_$][\w$-]*$/.test(name) && name !== 'length' ? `.${name}` : `[${JSON.stringify(name)}]`;
}
