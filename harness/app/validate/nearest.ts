import leven, { closestMatch } from 'leven';

/** The candidate that a mistyped name most likely meant; undefined if none is near. */
export function nearest(name: string, candidates: readonly string[]): string | undefined {
  const best = closestMatch(name, candidates);
  if (best === undefined || leven(name, best) > Math.max(3, Math.floor(best.length / 2))) return undefined;
  return best;
}

/** The end of an error's text: suggests the nearest candidate, or lists them all. */
export function didYouMean(name: string, candidates: readonly string[]): string {
  const near = nearest(name, candidates);
  return near === undefined ? `Choose one of: ${candidates.join(', ')}.` : `Did you mean "${near}"?`;
}
