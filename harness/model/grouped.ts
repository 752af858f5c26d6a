/**
 * Groups the items of a list, once for as long as the list does not grow: checks ask for the same groups again and again.
 *
 * @param keyOf - the group of an item; it must not change
 * @returns a function from a list and a key to the items of that group, in order
 */
export function grouped<T, K>(keyOf: (item: T) => K): (items: readonly T[], key: K) => readonly T[] {
  const known = new WeakMap<readonly T[], { readonly length: number; readonly groups: ReadonlyMap<K, readonly T[]> }>();
  return (items, key) => {
    let found = known.get(items);
    if (found?.length !== items.length) {
      found = { length: items.length, groups: Map.groupBy(items, keyOf) };
      known.set(items, found);
    }
    return found.groups.get(key) ?? [];
  };
}
