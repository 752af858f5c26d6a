import { compareOutcomes } from '../../checks/comparison/compare-outcomes.ts';
import { outcomeOf, type ReferenceOutcome, WORK_DONE } from '../../checks/comparison/outcome.ts';
import { metExpectations } from '../../checks/evidence/met-expectations.ts';
import { judgePointBy } from '../../checks/judge.ts';
import { stalledBetween } from '../../checks/recovers-within-bound/slowness.ts';
import { SLOW } from '../../checks/recovers-within-bound/unit-recovery.ts';
import { messageOf } from '../../errors.ts';
import type { Finding } from '../../model/check.ts';
import { comparesAny, expectationsOf } from '../../model/compared-items.ts';
import { formatDuration } from '../../model/duration.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { PointState } from '../../model/exploration.ts';
import { valueAt } from '../../model/json.ts';
import type { Job } from '../../model/plan.ts';
import { type Harm, harms, isViolation, type Violation, violationHarms, violationsIn } from '../../model/violation.ts';
import type { StruckFacts } from '../strike/point-task.ts';
import type { ExplorationBooks } from './books.ts';
import { comparisonOf, type JudgingContext, pointEvidence } from './point-evidence.ts';
import { whyUnproved } from './proof.ts';
import { provedSoFar } from './proved-so-far.ts';

/** The judgement of one struck workflow. */
export interface JudgedPoint {
  readonly state: Extract<PointState, 'valid' | 'invalid' | 'unproved'>;
  readonly harms: readonly Harm[];
  readonly findings: readonly Finding[];
  /** Why the strike isn't proved to have fallen at the point; null if it is. */
  readonly unproved: string | null;
  readonly evidence: Evidence;
}

/**
 * Judges one struck workflow by the checks of a scenario, and by the outcomes of its references.
 *
 * @remarks `invalid` outranks `unproved`: harm is reported even if nothing proves at which point it was done. `valid`
 * needs both, the proof and no undecided finding.
 */
export function judgePoint(
  context: JudgingContext,
  one: StruckFacts,
  judged: { readonly books: ExplorationBooks; readonly references: readonly ReferenceOutcome[] },
): JudgedPoint {
  const evidence = pointEvidence(context, one, judged.books);
  const checked = context.checks.flatMap((check) => judgePointBy(check, evidence) ?? []);
  const waits = mayComeOn(one, checked);
  const compare = waits ? provedSoFar : compareOutcomes;
  const findings = [
    ...checked,
    ...(metAnother(evidence, one.job) ? [] : compared(context, one, { ...judged, compare })),
  ];
  const unproved = withStalls(whyUnproved(one, evidence), one, evidence);
  const bad = findings.filter(({ verdict }) => verdict === 'invalid');
  const untold = findings.length === 0 || findings.some(({ verdict }) => verdict === 'unknown');
  const state = bad.length > 0 ? 'invalid' : unproved !== null || untold ? 'unproved' : 'valid';
  return { state, harms: waits && bad.length === 0 ? [] : harmsOf(bad, one), findings, unproved, evidence };
}

/** Stalls of the harness are no fault of the system, and often why a strike fell beside its point. */
function withStalls(
  unproved: string | null,
  { startedMs, endedMs }: StruckFacts,
  evidence: Pick<Evidence, 'journal'>,
): string | null {
  const stalledMs = stalledBetween(evidence, { fromMs: startedMs, toMs: endedMs });
  if (unproved === null || stalledMs === 0) return unproved;
  return `${unproved} The harness itself stalled for ${formatDuration(stalledMs)} meanwhile.`;
}

/**
 * Whether nothing speaks against a point but that work came on later than its bound, even if a slow machine explains it.
 *
 * @remarks The bound rests on the time that one workflow takes. If a whole front recovers at the same instant on the
 * same machine, the bound proves nothing: such a point is run again among fewer, at last alone.
 */
export function isOnlyLate(findings: readonly Finding[]): boolean {
  const bad = findings.filter(({ verdict }) => verdict === 'invalid');
  const isSlow = findings.some(({ exhibits }) => exhibits.some((exhibit) => valueAt(exhibit, 'state') === SLOW));
  return (bad.length > 0 || isSlow) && bad.every(({ exhibits }) => isLate(violationsIn(exhibits)));
}

function isLate(violations: readonly Violation[]): boolean {
  return violations.length > 0 && violations.every(({ violation }) => violation === 'late');
}

/**
 * Whether it met another of its right results than that of its references, and a given one. There is no run to compare it
 * with then: the checks alone judge it, by that result.
 */
function metAnother(evidence: Evidence, job: Job): boolean {
  const index = metExpectations(evidence).chosen.get(job.workflowId) ?? 0;
  return index > 0 && !comparesAny({ expect: expectationsOf(job)[index] ?? job.expect });
}

/** Whether it was left before its own timeouts were over: what it lacks is not lost. */
function mayComeOn({ ended }: StruckFacts, checked: readonly Finding[]): boolean {
  return !ended && checked.some(({ check, verdict }) => check === 'every-workflow-completes' && verdict === 'unknown');
}

function compared(
  context: JudgingContext,
  one: StruckFacts,
  { books, references, compare }: Parameters<typeof judgePoint>[2] & { readonly compare: typeof compareOutcomes },
): readonly Finding[] {
  try {
    const { job } = one;
    const outcome = outcomeOf(comparisonOf(context), { books, job, entries: context.parts.own(job.workflowId) });
    return compare(outcome, references).map((finding) => ofWorkflow(job.workflowId, finding));
  } catch (error) {
    const summary = `It could not be compared with its references: ${messageOf(error)}`;
    return [{ check: WORK_DONE, verdict: 'unknown', summary, exhibits: [] }];
  }
}

/** What a comparison finds is of the one workflow that was struck. */
function ofWorkflow(workflowId: string, finding: Finding): Finding {
  const exhibits = finding.exhibits.map((one) => (isViolation(one) ? { workflowId, ...one } : one));
  return { ...finding, exhibits };
}

/** The harm of every violation; `other` only where it is no more than that. */
function harmsOf(bad: readonly Finding[], { ended }: StruckFacts): readonly Harm[] {
  if (bad.length === 0) return ended ? [] : ['stuck'];
  const found = new Set(
    bad.flatMap(({ exhibits }) => violationsIn(exhibits)).map(({ violation }): Harm => violationHarms[violation]),
  );
  if (!ended) found.add('stuck');
  const known = harms.filter((harm) => harm !== 'other' && found.has(harm));
  return known.length > 0 ? known : ['other'];
}
