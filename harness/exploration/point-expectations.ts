import type { Check } from '../model/check.ts';
import type { ExploredCase } from '../model/exploration.ts';
import { type JudgedExpectation, judgedExpectations } from '../model/judged-expectations.ts';
import type { ReferenceCase } from './points/references.ts';
import type { ExplorationContext } from './steer/exploration-context.ts';

/** What the points of an exploration are judged by. */
export interface PointJudges {
  readonly checks: readonly Pick<Check, 'name' | 'points'>[];
  readonly keeps: ExplorationContext['keeps'];
  readonly cases: readonly Pick<ExploredCase, 'values'>[];
}

/** What each point is held against: what its case gives, and the rest as in the references. */
export function pointExpectations(
  known: readonly Pick<ReferenceCase, 'jobs'>[],
  { checks, keeps, cases }: PointJudges,
): JudgedExpectation[] {
  const ofPoints = new Set(checks.filter(({ points }) => points !== undefined).map(({ name }) => name));
  const hasValues = cases.some(({ values }) => (values?.compared ?? 0) > 0);
  const references: Readonly<Record<string, boolean>> = {
    completion: true,
    results: true,
    checkpoints: keeps.checkpoints,
    effects: keeps.effects,
    payloads: hasValues,
    values: hasValues,
    rows: (keeps.tables ?? []).length > 0,
  };
  return judgedExpectations(
    { workload: known.flatMap(({ jobs }) => jobs) },
    { hasJudged: (check) => ofPoints.has(check), inReferences: (of) => references[of] === true },
  );
}
