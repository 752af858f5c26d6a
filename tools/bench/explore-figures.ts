import { countPoints, type Exploration } from '../../harness/model/exploration.ts';
import { type ExploreFigures, type ExploreGoalsMet, type ExploreResult, exploreGoals } from './explore-result.ts';
import type { TimedExploration } from './run-exploration.ts';

/** The explorations of one measurement. */
export type Explorations = Pick<ExploreResult, 'front' | 'single' | 'whole'>;

/**
 * Chooses some of many, evenly: the middle ones of as many equal parts.
 *
 * @remarks Neither the first points alone nor the last, since points differ in what has to be done again after them.
 */
export function evenlyChosen<T>(all: readonly T[], most: number): readonly T[] {
  const count = Math.min(most, all.length);
  const at = (part: number): number => Math.floor(((part + 0.5) * all.length) / count);
  return Array.from({ length: count }, (_, part) => all.slice(at(part), at(part) + 1)).flat();
}

/** The points of an exploration that were proved, in their order. */
export function provedPoints({ cases, results }: Pick<Exploration, 'cases' | 'results'>): readonly string[] {
  const proved = new Set(results.filter(isProved).map(({ point }) => point));
  return cases.flatMap(({ points }) => points.map(({ id }) => id)).filter((id) => proved.has(id));
}

/**
 * What is shown of an exploration.
 *
 * @throws Error where nothing was proved: there is no time a point then.
 */
export function figuresOf(timed: TimedExploration): ExploreFigures {
  const { exploration, exit, commandMs, peakRssMb, cpu } = timed;
  const { runId, verdict, front, fronts, results, exploringMs, durationMs } = exploration;
  const proved = results.filter(isProved).length;
  if (proved === 0)
    throw new Error(`Expected points that ${runId} proved something at, but there is none: ${verdict}.`);
  const { points, explored } = countPoints(exploration);
  return {
    runId,
    exit,
    verdict,
    front,
    points,
    explored,
    proved,
    fronts: fronts.length,
    longestHoldMs: Math.max(0, ...results.map(({ heldMs }) => heldMs ?? 0)),
    firstTryShare: results.filter(({ tries }) => tries === 1).length / results.length,
    exploringMs,
    frontsMs: fronts.reduce((sum, { tookMs }) => sum + tookMs, 0),
    perPointMs: exploringMs / proved,
    wholeMs: durationMs,
    commandMs,
    peakRssMb,
    cpu,
  };
}

/** How many times faster a point is with the front than by itself. */
export function timesFasterOf({ front, single }: Explorations): number {
  return single.perPointMs / front.perPointMs;
}

/** Holds the figures against {@link exploreGoals}; the memory of whichever exploration took the most. */
export function goalsMetOf(explorations: Explorations): ExploreGoalsMet {
  const { front, single, whole } = explorations;
  const { perPointMs, timesFaster, peakRssMb, whole: goal } = exploreGoals;
  return {
    perPoint: front.perPointMs <= perPointMs.most,
    timesFaster: timesFasterOf(explorations) >= timesFaster.least,
    memory: [front, single, ...(whole === null ? [] : [whole])].every((one) => one.peakRssMb < peakRssMb.below),
    whole: whole === null ? null : whole.explored >= goal.leastPoints && whole.wholeMs <= goal.mostMs,
  };
}

/** What speaks against the figures: one that isn't valid to the end is the time of another story. */
export function unfitExplorations({ front, single, whole }: Explorations): readonly string[] {
  return [front, single, whole].flatMap((one) =>
    one === null || one.exit === 0
      ? []
      : [
          `explore: ${one.runId} ended with ${one.exit ?? 'a signal'} (${one.verdict}, ${one.explored} of ${one.points} points explored); ` +
            'its times are those of another story.',
        ],
  );
}

function isProved({ state }: Exploration['results'][number]): boolean {
  return state === 'valid' || state === 'invalid';
}
