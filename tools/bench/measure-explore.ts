import type { BenchContext } from './bench-context.ts';
import {
  type Explorations,
  evenlyChosen,
  figuresOf,
  goalsMetOf,
  provedPoints,
  timesFasterOf,
} from './explore-figures.ts';
import type { ExploreResult } from './explore-result.ts';
import { EXPLORE_SEED, runExploration } from './run-exploration.ts';

/** How many workflows the front holds at most: what `explore` does by itself. */
const FRONT = 40;

/**
 * What it costs to crash a workflow at every point: with the front, with one kill a point, and in all its cases.
 *
 * @remarks One kill a point is measured at some points only, since it takes seconds each. It is what a tool without a
 * front would do at best: the workflow runs alone, and everything is up and warm.
 * @throws Error where an exploration gives no figures.
 */
export async function measureExplore(context: BenchContext): Promise<ExploreResult> {
  const { counts, progress } = context;
  const { workflow, case: name, singles, whole: wantsWhole } = counts.explore;
  const ofCase = [workflow, '--case', name, '--action', 'crash'];
  progress(`explore: every point of ${workflow}/${name}, front ${FRONT}`);
  const together = await runExploration(context, [...ofCase, '--front', String(FRONT)]);
  const front = figuresOf(together);
  const points = evenlyChosen(provedPoints(together.exploration), singles);
  progress(`explore: one kill at each of ${points.length} of these points`);
  const single = figuresOf(
    await runExploration(context, [...ofCase, '--front', '1', ...points.flatMap((point) => ['--point', point])]),
  );
  const explorations: Explorations = { front, single, whole: wantsWhole ? await exploreWhole(context) : null };
  return {
    workflow,
    case: name,
    seed: EXPLORE_SEED,
    ...explorations,
    timesFaster: timesFasterOf(explorations),
    goalsMet: goalsMetOf(explorations),
  };
}

async function exploreWhole(context: BenchContext): Promise<ExploreResult['whole']> {
  const { workflow } = context.counts.explore;
  context.progress(`explore: every point of every case of ${workflow}, crash and lose-answer`);
  const args = [workflow, '--action', 'crash,lose-answer', '--front', String(FRONT)];
  return figuresOf(await runExploration(context, args));
}
