import type { Finding } from './check.ts';
import type { Json } from './json.ts';
import { usualCauses } from './usual-causes.ts';
import { type Violation, violationsIn } from './violation.ts';

/** At most so many violations of one kind are shown one by one; the rest is counted. */
export const MOST_OF_A_KIND = 20;

/** The page on which each documented finding has a section of its name, as a path in the package. */
const CHECKS_PAGE = 'docs/reference/checks.md';

/** The findings that have a section on that page: those of checks, then those of explorations. */
export const documentedFindings: ReadonlySet<string> = new Set([
  'fault-landed',
  'every-workflow-completes',
  'side-effects-once',
  'work-done-once',
  'values-as-expected',
  'effects-in-causal-order',
  'completed-work-was-done',
  'checkpoints-match-history',
  'rows-as-expected',
  'progress-resumed',
  'event-history-well-formed',
  'timers-as-expected',
  'activity-options-as-expected',
  'replays-deterministically',
  'recovers-within-bound',
  'steady-state-returns',
  'stops-gracefully',
  'runs-on-version',
  'blast-radius-contained',
  'run-complete',
  'end-state-as-without-fault',
  'work-done-as-without-fault',
  'values-as-without-fault',
  'workflows-belong-to-cases',
  'rows-belong-to-workflows',
  'requests-attributed',
  'points-match-history',
  'calls-read',
  'struck-elsewhere',
  'in-time-among-many',
]);

/** The violations of one kind in a finding: how many, and what usually causes them. */
export type FindingKind = NonNullable<Finding['kinds']>[number];

/** The section of the documents about a finding, as a path in the package; null if it has none. */
export function docsOf(check: string): string | null {
  // Findings on the references of an exploration are of the same check.
  const name = check.replace(/ \(reference\)$/, '');
  return documentedFindings.has(name) ? `${CHECKS_PAGE}#${name}` : null;
}

/** The kinds of violations in a finding. */
export function kindsOf({ kinds, exhibits }: Pick<Finding, 'kinds' | 'exhibits'>): readonly FindingKind[] {
  if (kinds !== undefined) return kinds;
  return [...Map.groupBy(violationsIn(exhibits), nameOf)].map(([violation, same]) => {
    const usualCause = usualCauses[same[0]?.violation ?? 'other'];
    return { violation, count: same.length, usualCause };
  });
}

/** A finding with what usually causes each kind of its violations, and where its check is explained. */
export function explained(finding: Finding): Finding {
  if (finding.verdict === 'valid') return finding;
  const [kinds, docs] = [kindsOf(finding), docsOf(finding.check)];
  return {
    ...finding,
    ...(kinds.length === 0 ? {} : { kinds: [...kinds] }),
    ...(docs === null ? {} : { docs }),
  };
}

/** The finding with the first exhibits of each kind; its `kinds` count all of them. */
export function shortened(finding: Finding, most = MOST_OF_A_KIND): Finding {
  return { ...explained(finding), exhibits: [...firstOfEachKind(finding.exhibits, most)] };
}

/** The first violations of a kind. */
export function violationsOfKind(
  { exhibits }: Pick<Finding, 'exhibits'>,
  { violation }: Pick<FindingKind, 'violation'>,
  most = MOST_OF_A_KIND,
): readonly Violation[] {
  return violationsIn(exhibits)
    .filter((one) => nameOf(one) === violation)
    .slice(0, most);
}

/** The first exhibits of each kind, in their order; those that name no violation are one kind. */
export function firstOfEachKind(exhibits: readonly Json[], most = MOST_OF_A_KIND): readonly Json[] {
  const seen = new Map<string, number>();
  return exhibits.filter((exhibit) => {
    const [violation] = violationsIn([exhibit]);
    const kind = violation === undefined ? '' : nameOf(violation);
    const times = (seen.get(kind) ?? 0) + 1;
    seen.set(kind, times);
    return times <= most;
  });
}

/** A violation that the harness does not know keeps the name that its check gave it. */
function nameOf({ violation, named }: Violation): string {
  return violation === 'other' && typeof named === 'string' ? named : violation;
}
