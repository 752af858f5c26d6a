import type { ExploredWorkflow } from '../../model/config.ts';
import type { ExploreOptions } from '../explore-options.ts';

/**
 * The cases to explore: those that are asked for, else those of the points that are asked for, else all.
 *
 * @remarks A case without a point to strike is left out: waiting for its references would be a waste.
 */
export function chosenCases(
  workflow: string,
  { cases }: Pick<ExploredWorkflow, 'cases'>,
  { cases: asked, points }: Pick<ExploreOptions, 'cases' | 'points'>,
): readonly string[] {
  const all = Object.keys(cases);
  if (asked !== undefined) return asked;
  if (points === undefined) return all;
  const meant = new Set(points.map((id) => caseOfPoint(id, workflow, all)));
  return all.filter((name) => meant.has(name));
}

/** The case that a crash point of a workflow belongs to by its name; undefined if it is none of these. */
export function caseOfPoint(id: string, workflow: string, cases: readonly string[]): string | undefined {
  const fitting = cases.filter((name) => id.startsWith(`${workflow}/${name}/`));
  // One case's name may begin with another's.
  return fitting.toSorted((a, b) => b.length - a.length)[0];
}
