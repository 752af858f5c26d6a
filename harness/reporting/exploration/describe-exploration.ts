import { findAction } from '../../actions/index.ts';
import { count } from '../../model/count.ts';
import { formatDuration } from '../../model/duration.ts';
import { countPoints, type Exploration } from '../../model/exploration.ts';
import { notCovered } from '../text/describe-expectations.ts';
import { resultsByPoint, strayResults } from './results-of-points.ts';

const MOST_IDS = 5;

/**
 * The result of an exploration, in one line.
 *
 * @remarks It has every number that is not a success, with its reason. A number that would be zero is only there if
 * readers look for it.
 */
export function explorationHeadline(exploration: Exploration): string {
  const { workflow, durationMs } = exploration;
  return [
    workflow,
    ...headlineNumbers(exploration),
    ...describePairs(exploration),
    ...auditGap(exploration),
    formatDuration(durationMs),
  ].join(' · ');
}

/** An audit that was cut off: it says less than the user asked for. */
function auditGap({ audit: { audited, chosen } }: Pick<Exploration, 'audit'>): readonly string[] {
  return audited < chosen ? [`${audited} of ${chosen} audited`] : [];
}

/** How much of depth 2 was explored: hardly ever all of it, so it is always said. */
function describePairs({ pairs, results }: Pick<Exploration, 'pairs' | 'results'>): readonly string[] {
  if (pairs === null) return [];
  const { explored, total } = pairs;
  const unproved = unprovedPairs(results);
  const doubt = unproved === 0 ? '' : `, ${unproved} unproved`;
  return [`${explored} of ${total} second crashes (${shareOf(explored, total)})${doubt}`];
}

/** Second crashes that were injected and proved nothing. */
function unprovedPairs(results: Exploration['results']): number {
  return results.filter(({ second, state }) => second !== null && state === 'unproved').length;
}

/** The headline without name and duration, also of one case of several. */
export function headlineNumbers(part: Pick<Exploration, 'cases' | 'results' | 'interrupted'>): readonly string[] {
  const counts = countPoints(part);
  const { points, explored, lost, doubled, stuck, unproved, unreachable } = counts;
  const other = otherwiseWrong(part);
  return [
    ...(counts.cases === 1 ? [] : [count(counts.cases, 'case')]),
    count(points, 'point'),
    `${explored} explored (${shareOf(explored, points)})`,
    `${lost} lost`,
    `${doubled} doubled`,
    `${stuck} stuck`,
    ...(other === 0 ? [] : [`${other} otherwise wrong`]),
    ...(unproved === 0 ? [] : [`${unproved} unproved`]),
    ...(unreachable === 0 ? [] : [`${unreachable} unreachable`]),
    ...notRunTexts(part),
  ];
}

/** A share in percent, rounded down: only all is 100 %, and only none is 0 %. */
export function shareOf(part: number, whole: number): string {
  if (whole === 0 || part === 0) return '0 %';
  if (part >= whole) return '100 %';
  const share = (100 * part) / whole;
  if (share < 0.1) return 'under 0.1 %';
  return share < 1 || share >= 99 ? `${(Math.floor(share * 10) / 10).toFixed(1)} %` : `${Math.floor(share)} %`;
}

/** The meaning of the verdict, for first-time readers. */
export function describeExplorationVerdict(exploration: Exploration): string {
  const counts = countPoints(exploration);
  const { verdict, errors } = exploration;
  if (counts.failing > 0) return `work went wrong at ${counts.failing} of ${count(counts.points, 'point')}`;
  if (verdict === 'invalid') return 'a promise was broken; see the findings';
  if (counts.explored === 0) return 'no point was explored: nothing was proved; this is not a success';
  const open = counts.points - counts.explored;
  if (open > 0)
    return `every explored point is valid, but ${open} of ${count(counts.points, 'point')} proved nothing; this is not a success`;
  const unproved = unprovedPairs(exploration.results);
  if (unproved > 0)
    return `every point is valid, but ${unproved} of the second crashes proved nothing; this is not a success`;
  if (verdict === 'unknown') return 'every point is valid, but see the findings; this is not a success';
  if (errors.length > 0) return 'every point is valid, but the harness itself failed; see the errors';
  return describeHeld(exploration, counts.points);
}

/** What held at every point, never more than what was judged. */
function describeHeld({ expectations = [] }: Exploration, points: number): string {
  const left = notCovered(expectations);
  const work = left.includes('effects') ? '' : 'the work was done once, and ';
  const rest = left.length === 0 ? '' : `; not judged: ${left.join(', ')}`;
  return `at each of ${count(points, 'point')} ${work}the workflow reached the same end${rest}`;
}

/** How fast it went, and with what: `0.15 s a point · 8 fronts of at most 40 · longest hold 412 ms`. */
export function describeSpeed({ results, exploringMs, fronts, front }: Exploration): string {
  const struck = results.filter(({ state }) => state !== 'time-limit' && state !== 'interrupted').length;
  const each =
    struck === 0 ? 'nothing was struck' : `${formatDuration(exploringMs / struck)} a strike (${struck} in all)`;
  const longest = Math.max(0, ...fronts.map(({ longestHoldMs }) => longestHoldMs));
  const held = fronts.length === 0 ? '' : `, longest hold ${formatDuration(longest)}`;
  return `${each} · ${count(fronts.length, 'front')} of at most ${front}${held}`;
}

/** The settings of an exploration: `crash, lose-answer at depth 1 on the embedded stack, seed 7`. */
export function describeSettings({ actions, depth, stack, temporalAt, seed, timeLimitMs }: Exploration): string {
  const place = `${stack} stack${temporalAt === undefined ? '' : ` with the Temporal at ${temporalAt}`}`;
  const limit = timeLimitMs === null ? '' : `, time limit ${formatDuration(timeLimitMs)}`;
  return `${actions.join(', ')} at depth ${depth} on the ${place}, seed ${seed}${limit}`;
}

/** The result of the audit, and its size; an audit of nothing says so, and why. */
export function describeAudit(exploration: AuditParts): string {
  const { candidates, chosen, audited, disagreements } = exploration.audit;
  if (audited === 0) return `${whyNotAudited(exploration)}: the fronts were not audited`;
  const again = `${audited} of ${count(chosen, 'chosen strike')} run again alone (${candidates} in fronts)`;
  const found = count(disagreements.length, 'disagreement');
  return audited < chosen ? `${again}, ${found} so far: ${whatCutItOff(exploration)}` : `${again}, ${found}`;
}

type AuditParts = Pick<Exploration, 'audit' | 'interrupted' | 'errors' | 'timeLimitMs'>;

function whyNotAudited(exploration: AuditParts): string {
  const { candidates, chosen } = exploration.audit;
  if (candidates === 0) return 'nothing was there to be run again alone';
  if (chosen === 0) return 'nothing was to be run again alone';
  return `none of ${count(chosen, 'chosen strike')} was run again alone, ${whatCutItOff(exploration)}`;
}

function whatCutItOff({ interrupted, errors, timeLimitMs }: AuditParts): string {
  if (interrupted) return 'it was interrupted first';
  return errors.length > 0 || timeLimitMs === null ? 'the harness failed first' : 'the time limit came first';
}

/** Differences between the references of a case, and other doubts about the denominator; one line each. */
export function describeReferences(exploration: Pick<Exploration, 'cases' | 'results' | 'actions'>): readonly string[] {
  const stray = strayResults(exploration);
  return [
    ...exploration.cases.flatMap(({ name, references, differing }) =>
      differing.length === 0
        ? []
        : [`${name}: ${count(differing.length, 'point')} not in all ${references} references: ${someOf(differing)}`],
    ),
    ...(stray.length === 0
      ? []
      : [
          `${count(stray.length, 'result')} of points in no reference, not counted: ${someOf(stray.map(({ point }) => point))}`,
        ]),
    ...exploration.actions.flatMap((action) => {
      const ids = pointsWithout(action, exploration);
      return ids.length === 0 ? [] : [`no result of ${action} at ${count(ids.length, 'struck point')}: ${someOf(ids)}`];
    }),
  ];
}

/** How many values the points are compared with; null for an exploration that judged none. */
export function describeValues({ cases }: Pick<Exploration, 'cases'>): string | null {
  const values = cases.flatMap((one) => one.values ?? []);
  if (values.length === 0) return null;
  const compared = values.reduce((sum, one) => sum + one.compared, 0);
  const differing = values.reduce((sum, one) => sum + one.differing, 0);
  if (compared === 0) return 'values are not judged: there is none in which the references agree';
  const rest = differing === 0 ? '' : `, ${differing} not judged in which the references differ`;
  return `${count(compared, 'value')} compared with those of the references${rest}`;
}

/** Points that were struck, but not by an action of the request that could have struck there. */
function pointsWithout(action: string, part: Pick<Exploration, 'cases' | 'results'>): readonly string[] {
  const known = resultsByPoint(part);
  return part.cases
    .flatMap(({ points }) => points.filter(({ place }) => findAction(action)?.strikesAt(place)))
    .map(({ id }) => id)
    .filter((id) => known.has(id) && !(known.get(id) ?? []).some((result) => result.action === action));
}

/** The first of some ids, each once; exploration.json has them all. */
function someOf(ids: readonly string[]): string {
  const all = [...new Set(ids)];
  const more = all.length - MOST_IDS;
  return `${all.slice(0, MOST_IDS).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** Points that are invalid though none of the three known harms was found. */
function otherwiseWrong(part: Pick<Exploration, 'cases' | 'results'>): number {
  const known = resultsByPoint(part);
  const ids = part.cases.flatMap(({ points }) => points.map(({ id }) => id));
  return ids.filter((id) =>
    (known.get(id) ?? []).some(
      ({ state, harms }) => state === 'invalid' && (harms.length === 0 || harms.includes('other')),
    ),
  ).length;
}

function notRunTexts(part: Pick<Exploration, 'cases' | 'results' | 'interrupted'>): readonly `${number} ${string}`[] {
  const known = resultsByPoint(part);
  const ids = part.cases.flatMap(({ points }) => points.map(({ id }) => id));
  const having = (state: string): number =>
    ids.filter((id) => (known.get(id) ?? []).some((result) => result.state === state)).length;
  const limited = having('time-limit');
  const interrupted = having('interrupted');
  const silent = ids.filter((id) => !known.has(id)).length;
  return [
    ...(limited === 0 ? [] : [`${limited} not run (time limit)` as const]),
    ...(interrupted === 0
      ? []
      : [`${interrupted} not run (${part.interrupted ? 'interrupted' : 'the harness failed first'})` as const]),
    ...(silent === 0 ? [] : [`${silent} never struck` as const]),
  ];
}
