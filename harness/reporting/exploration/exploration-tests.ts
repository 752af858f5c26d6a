import { createHash } from 'node:crypto';
import type { CrashPoint } from '../../model/crash-point.ts';
import type { Exploration, ExploredCase, PointResult } from '../../model/exploration.ts';

/** A point with all its results. */
export interface TestedPoint {
  readonly point: CrashPoint;
  readonly results: readonly PointResult[];
}

/** The content of one test: a step of one case. */
export interface StepTest {
  readonly caseName: string;
  readonly step: string;
  readonly points: readonly TestedPoint[];
}

/** The name under which explorations of one workflow are gathered in the Allure report. */
export function explorationExperiment({ workflow, sabotage }: Pick<Exploration, 'workflow' | 'sabotage'>): string {
  return sabotage === null ? `explore-${workflow}` : `explore-${workflow}+${sabotage}`;
}

/** The tests of one case, in the order of the workflow: one a step. */
export function stepTestsOf(explored: ExploredCase, { results }: Pick<Exploration, 'results'>): readonly StepTest[] {
  const known = Map.groupBy(results, ({ point }) => point);
  const points = explored.points.toSorted((a, b) => a.order - b.order);
  return [...Map.groupBy(points, ({ step }) => step)].map(([step, ours]) => ({
    caseName: explored.name,
    step,
    points: ours.map((point) => ({ point, results: known.get(point.id) ?? [] })),
  }));
}

/** The identity of a test in Allure, the same for any seed: workflow, case and step. */
export function testIdentity(exploration: Exploration, caseName: string, step: string): string {
  const identity = [explorationExperiment(exploration), caseName, step];
  return createHash('md5').update(JSON.stringify(identity)).digest('hex');
}
