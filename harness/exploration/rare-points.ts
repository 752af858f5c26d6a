import type { ExploredCase, PointResult } from '../model/exploration.ts';

/** The cases and results of an exploration, and what is left out of them, each with its reason. */
export interface CertainPoints {
  readonly cases: readonly ExploredCase[];
  readonly results: readonly PointResult[];
  readonly notJudged: readonly string[];
}

/** How many are named; the rest is counted. */
const MOST_NAMED = 20;

/**
 * Leaves out the points that not every reference reached, and that no try reached again, and names them.
 *
 * @remarks Such as a workflow task that is there only if two events come apart. Some runs have no such point, and no
 * number of tries brings it about for sure. What the references disagree on is no expectation, as with values.
 * @param chosen - the points that were asked for by id, which stay, reached or not; null: none were
 */
export function withoutRare(
  cases: readonly ExploredCase[],
  results: readonly PointResult[],
  chosen: readonly string[] | null,
): CertainPoints {
  if (chosen !== null) return { cases, results, notJudged: [] };
  const rare = new Set(cases.flatMap(({ differing }) => differing));
  const isMissed = ({ point, second, state }: PointResult): boolean =>
    second === null && state === 'unreachable' && rare.has(point);
  const missed = results.filter((result) => isMissed(result));
  const left = results.filter((result) => !isMissed(result));
  const struck = new Set(left.map(({ point }) => point));
  const gone = new Set(missed.map(({ point }) => point).filter((id) => !struck.has(id)));
  return {
    cases: cases.map((one) => ({
      ...one,
      points: one.points.filter(({ id }) => !gone.has(id)),
      differing: one.differing.filter((id) => !gone.has(id)),
    })),
    results: left,
    notJudged: named(missed, cases),
  };
}

function named(missed: readonly PointResult[], cases: readonly ExploredCase[]): readonly string[] {
  const sentences = missed.map(({ point: id, action, tries }) => {
    const of = cases.find(({ points }) => points.some((one) => one.id === id));
    const seen = of?.points.find((one) => one.id === id)?.references ?? 0;
    return `${action} at ${id} (in ${seen} of ${of?.references ?? 0} references, and not reached again in ${tries} tries)`;
  });
  const more = sentences.length - MOST_NAMED;
  return more > 0
    ? [...sentences.slice(0, MOST_NAMED), `${more} more strikes at points that not every run reaches`]
    : sentences;
}
