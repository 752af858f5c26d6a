import { count } from '../../model/count.ts';
import { MOST_OF_A_KIND } from '../../model/explained-finding.ts';
import { harmText } from './describe-result.ts';
import type { PlacedResult } from './results-of-points.ts';

/** Failing results, of which the first of each harm are shown and the rest is counted. */
export interface FailingByHarm {
  readonly shown: readonly PlacedResult[];
  /** One sentence for each harm of which more were found. */
  readonly more: readonly string[];
}

/** The first failing results of each harm, in the order of the workflow. */
export function failingByHarm(all: readonly PlacedResult[], most: number = MOST_OF_A_KIND): FailingByHarm {
  const groups = Map.groupBy(all, ({ result }) => harmText(result));
  const first = new Set([...groups.values()].flatMap((same) => same.slice(0, most)));
  const more = [...groups].flatMap(([harm, same]) =>
    same.length > most ? [`${count(same.length - most, 'more result')} with ${harm}`] : [],
  );
  return { shown: all.filter((one) => first.has(one)), more };
}
