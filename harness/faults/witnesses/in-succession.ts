interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** How many of them come one after another at most: one pause of a worker is felt by all that it has at once. */
export function inSuccession(spans: readonly Span[], gapMs = 0): number {
  let count = 0;
  let freeMs = Number.NEGATIVE_INFINITY;
  for (const { fromMs, toMs } of spans.toSorted((a, b) => a.toMs - b.toMs)) {
    if (fromMs < freeMs) continue;
    count += 1;
    freeMs = toMs + gapMs;
  }
  return count;
}
