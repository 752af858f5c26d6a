import { HarnessError } from '../../errors.ts';
import type { ChaosConfig, ExploredWorkflow } from '../../model/config.ts';
import type { ExploreOptions } from '../explore-options.ts';
import { caseOfPoint } from './chosen-cases.ts';
import { didYouMean } from './nearest.ts';

type Asked = Pick<ExploreOptions, 'cases' | 'points' | 'sabotage'>;

/**
 * Refuses unknown names as far as the configuration shows them, before anything is started. Steps and moments are known
 * only after the references have run.
 *
 * @throws HarnessError CHAOS_UNKNOWN_WORKFLOW for a case or a crash point, CHAOS_UNKNOWN_SABOTAGE
 */
export function validateExplored(
  { sabotages }: Pick<ChaosConfig, 'sabotages'>,
  [workflow, explored]: readonly [string, Pick<ExploredWorkflow, 'cases'>],
  { cases: asked, points = [], sabotage }: Asked,
): void {
  const cases = Object.keys(explored.cases);
  const strange = asked?.find((one) => !cases.includes(one));
  if (strange !== undefined) throw unknown('case of the workflow', strange, didYouMean(strange, cases));
  for (const id of points) validatePoint(id, workflow, { cases, asked: asked ?? cases });
  if (sabotage === undefined || Object.hasOwn(sabotages, sabotage)) return;
  const advice = didYouMean(sabotage, Object.keys(sabotages));
  const sentence = `There is no sabotage of the system under test named "${sabotage}". ${advice}`;
  throw new HarnessError('CHAOS_UNKNOWN_SABOTAGE', sentence);
}

interface Cases {
  readonly cases: readonly string[];
  /** The cases that are explored. */
  readonly asked: readonly string[];
}

function validatePoint(id: string, workflow: string, { cases, asked }: Cases): void {
  const what = `crash point of ${workflow}`;
  if (!id.startsWith(`${workflow}/`)) throw unknown(what, id, `A point is ${workflow}/<case>/<step>/<moment>.`);
  const of = caseOfPoint(id, workflow, cases);
  const named = id.split('/')[1] ?? '';
  if (of === undefined) throw unknown(what, id, `Its case is unknown. ${didYouMean(named, cases)}`);
  if (!asked.includes(of)) throw unknown(what, id, `Its case is left out: add --case ${of}, or leave out --case.`);
}

function unknown(what: string, got: string, advice: string): HarnessError {
  return new HarnessError('CHAOS_UNKNOWN_WORKFLOW', `There is no ${what} named "${got}". ${advice}`);
}
