/** How many entries are remembered; far more than any worker still answers for. */
const MAX_REMEMBERED = 100_000;

/** Sets a value, and forgets the oldest one if there are too many. */
export function remember<K, V>(map: Map<K, V>, key: K, value: V): void {
  map.set(key, value);
  if (map.size <= MAX_REMEMBERED) return;
  for (const oldest of map.keys()) {
    map.delete(oldest);
    break;
  }
}
