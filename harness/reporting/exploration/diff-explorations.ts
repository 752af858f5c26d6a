import type { Exploration, PointResult } from '../../model/exploration.ts';
import { EXPLORATION_DIFF_SCHEMA, type ExplorationDiff, type PointChange } from '../../model/exploration-diff.ts';
import { placedResults } from './results-of-points.ts';

/**
 * The changes from one exploration to a later one: by point, second crash and action. Pure.
 *
 * @remarks It compares what both were to explore. A case or an action of only one of them is named among the
 * differences, because its points are neither new nor gone; so are points that one of them was not asked for. A failure
 * that was not looked at again is not fixed.
 */
export function diffExplorations(before: Exploration, after: Exploration): ExplorationDiff {
  const known = new Set(after.cases.map(({ name }) => name));
  const cases = new Set(before.cases.map(({ name }) => name).filter((name) => known.has(name)));
  const actions = new Set<string>(before.actions.filter((action) => after.actions.includes(action)));
  const depth = Math.min(before.depth, after.depth);
  const chosen = [before, after].flatMap(({ chosenPoints }) => (chosenPoints === null ? [] : [new Set(chosenPoints)]));
  const isMeant = (point: string): boolean => chosen.every((points) => points.has(point));
  const common = (exploration: Exploration): Side => sideOf(exploration, { cases, actions, depth, isMeant });
  const [earlier, later] = [common(before), common(after)];
  const changes = [...new Set([...later.results.keys(), ...earlier.results.keys()])].map((key) =>
    changeOf(earlier.results.get(key), later.results.get(key)),
  );
  const having = (found: (change: PointChange) => boolean): PointChange[] =>
    changes.flatMap((change) => (change !== null && found(change) ? [change] : []));
  return {
    schema: EXPLORATION_DIFF_SCHEMA,
    before: { runId: before.runId, startedAt: before.startedAt, verdict: before.verdict },
    after: { runId: after.runId, startedAt: after.startedAt, verdict: after.verdict },
    differences: [...differencesOf(before, after)],
    newPoints: [...later.points].filter((id) => !earlier.points.has(id)),
    gonePoints: [...earlier.points].filter((id) => !later.points.has(id)),
    fixed: having((change) => change.before === 'invalid' && change.after === 'valid'),
    newlyFailing: having((change) => change.before !== 'invalid' && change.after === 'invalid'),
    stillFailing: having((change) => change.before === 'invalid' && change.after === 'invalid'),
    noLongerExplored: having(
      (change) => isProved(change.before) && !isProved(change.after) && later.points.has(change.point),
    ),
    newlyExplored: having((change) => isOpen(change.before) && change.after === 'valid'),
  };
}

interface Side {
  readonly points: ReadonlySet<string>;
  readonly results: ReadonlyMap<string, PointResult>;
}

interface Common {
  readonly cases: ReadonlySet<string>;
  readonly actions: ReadonlySet<string>;
  readonly depth: number;
  /** Whether both were to explore a point. */
  readonly isMeant: (point: string) => boolean;
}

function sideOf(exploration: Exploration, { cases, actions, depth, isMeant }: Common): Side {
  const ours = exploration.cases.filter(({ name }) => cases.has(name));
  const placed = placedResults({ cases: ours, results: exploration.results })
    .map(({ result }) => result)
    .filter(({ point, action, second }) => isMeant(point) && actions.has(action) && (second === null || depth > 1));
  return {
    points: new Set(ours.flatMap((one) => one.points.map(({ id }) => id)).filter(isMeant)),
    results: new Map(placed.map((result) => [JSON.stringify([result.point, result.second, result.action]), result])),
  };
}

function changeOf(before: PointResult | undefined, after: PointResult | undefined): PointChange | null {
  const told = after ?? before;
  if (told === undefined) return null;
  const { point, action, second, sentence } = told;
  const states = { before: before?.state ?? null, after: after?.state ?? null };
  return { point, action, second, ...states, sentence, reproduce: after?.reproduce ?? null };
}

function isProved(state: PointChange['before']): boolean {
  return state === 'valid' || state === 'invalid';
}

function isOpen(state: PointChange['before']): boolean {
  return state !== null && !isProved(state);
}

function differencesOf(before: Exploration, after: Exploration): readonly string[] {
  const facts = [
    ['workflow', before.workflow, after.workflow],
    ['sabotage', before.sabotage ?? 'none', after.sabotage ?? 'none'],
    ['stack', before.stack, after.stack],
    ['depth', String(before.depth), String(after.depth)],
  ] as const;
  const changed = facts.flatMap(([name, was, is]) => (was === is ? [] : [`the ${name} was ${was} and is ${is}`]));
  const names = ({ cases }: Exploration): readonly string[] => cases.map(({ name }) => name);
  return [
    ...changed,
    ...onlyIn('case', names(before), names(after)),
    ...onlyIn('action', before.actions, after.actions),
    ...pointsOnlyIn(before, after),
    ...(before.interrupted ? ['the earlier one was interrupted'] : []),
    ...(after.interrupted ? ['the later one was interrupted'] : []),
  ];
}

function pointsOnlyIn({ chosenPoints: before }: Exploration, { chosenPoints: after }: Exploration): readonly string[] {
  if (before !== null && after !== null) {
    const apart = before.every((id) => !after.includes(id));
    if (apart) return ['they were asked for different points, and have none in common'];
    const isSame = before.length === after.length && after.every((id) => before.includes(id));
    return isSame ? [] : ['they were asked for different points: only those of both are compared'];
  }
  const [which, chosen] = before === null ? ['later', after] : ['earlier', before];
  if (chosen === null) return [];
  const { length } = chosen;
  return [
    `the ${which} one explored only ${length === 1 ? 'the point' : `the ${length} points`} that it was asked for`,
  ];
}

function onlyIn(what: string, before: readonly string[], after: readonly string[]): readonly string[] {
  return [
    ...before.filter((one) => !after.includes(one)).map((one) => `only the earlier one has the ${what} ${one}`),
    ...after.filter((one) => !before.includes(one)).map((one) => `only the later one has the ${what} ${one}`),
  ];
}
