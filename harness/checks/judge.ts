import { type Check, type Finding, findingSchema } from '../model/check.ts';
import type { Evidence } from '../model/evidence.ts';
import { mergeVerdicts, type Verdict } from '../model/verdict.ts';
import { knownViolation } from '../model/violation.ts';
import { withReferenceEnds } from './comparison/reference-runs.ts';
import { withoutReferences } from './comparison/split-references.ts';
import { withoutLate } from './comparison/without-late.ts';
import { withClosest } from './evidence/closest-outcome.ts';
import { metExpectations } from './evidence/met-expectations.ts';
import { findCheck, checks as ours } from './index.ts';
import { RUN_COMPLETE, runComplete } from './run-complete.ts';

/** The judgement of a run: each check's finding and the gravest verdict. */
export interface Judged {
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
}

/** Without these nothing else is proved: that the work was done, that a fault struck, and that the system came back. */
const indispensable = ['every-workflow-completes', 'fault-landed'] as const;
const indispensableUnderFault = ['steady-state-returns'] as const;

/**
 * Judges the evidence of a run by the checks of its plan.
 *
 * @remarks A check that throws, or that this harness doesn't know, is `unknown`; so is a plan without checks. Beside
 * the checks that the plan names, `every-workflow-completes`, `fault-landed` and `run-complete` always judge, a check of
 * what a plan may give wherever it is given ({@link Check.givenBy}), and `steady-state-returns` wherever a fault was
 * planned. So no plan makes a green of a run that nothing struck, that did none of its work, or that broke off. A run
 * without a fault is `unknown` at best.
 */
export function judgeChecks(given: Evidence, find: FindCheck = findCheck): Judged {
  const { evidence, chosen } = metExpectations(withReferenceEnds(withoutReferences(withoutLate(given))));
  const { plan } = evidence;
  const { checks } = plan;
  if (checks.length === 0) return { verdict: 'unknown', findings: [] };
  const asked = ours.filter(({ givenBy }) => givenBy?.(plan, evidence.journal) === true).map(({ name }) => name);
  const underFault = plan.schedule.length === 0 ? [] : indispensableUnderFault;
  const names = new Set([...checks, ...asked, ...indispensable, ...underFault]);
  const judged = [...names].map((name) =>
    withClosest(
      guarded(name, () => find(name)?.judge(evidence) ?? doubt(name, noSuchCheck(name))),
      { plan, chosen },
    ),
  );
  const findings = [...judged, guarded(RUN_COMPLETE, () => runComplete(evidence))];
  return { verdict: mergeVerdicts(findings.map((finding) => finding.verdict)), findings };
}

/** The registry's answer to a name: offline, the checks of a configuration may be missing. */
export type FindCheck = (name: string) => Check | undefined;

function noSuchCheck(name: string): string {
  return `There is no check "${name}" here. If it is one of your own, judge in the folder of its chaos.config.ts.`;
}

/** The finding of one check at one crash point, by its part of the evidence; null if the check doesn't apply. */
export function judgePointBy(check: Check, given: Evidence): Finding | null {
  const { name, points } = check;
  const { evidence, chosen } = metExpectations(given);
  const finding = guarded(name, () => (points?.applies(evidence) === true ? check.judge(evidence) : null));
  return finding === null ? null : withClosest(finding, { plan: evidence.plan, chosen });
}

/**
 * The finding of one check on references, which nothing struck; null if that proves nothing.
 *
 * @remarks A case without effects or checkpoints has nothing for the check of that book, neither with a strike nor
 * without. What the check finds wrong all the same counts.
 */
export function judgeReferencesBy(check: Check, given: Evidence): Finding | null {
  const { name, points } = check;
  const { evidence } = metExpectations(given);
  const counts = points?.references ?? 'nothing';
  if (points === undefined || counts === 'nothing') return null;
  const finding = guarded(name, () => check.judge(evidence));
  if (finding.verdict !== 'unknown') return finding;
  return counts === 'all' && guarded(name, () => (points.applies(evidence) ? finding : null)) !== null ? finding : null;
}

/** The finding of a check; `unknown` if it throws or returns no valid finding. */
function guarded<T extends Finding | null>(name: string, judge: () => T): T | Finding {
  try {
    const finding = judge();
    return finding === null ? finding : soundFinding(finding);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return doubt(name, `The check itself failed: ${message.split('\n', 1)[0] ?? ''}`);
  }
}

/**
 * A finding as it is stored. A violation of a name that the harness doesn't know is `other`, and `named` keeps that
 * name.
 *
 * @throws TypeError if it is no finding: a check of a configuration returns what it likes.
 */
function soundFinding(finding: Finding): Finding {
  const exhibits = finding.exhibits.map((exhibit) => knownViolation(exhibit));
  const read = findingSchema.safeParse({ ...finding, exhibits });
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new TypeError(`its finding is malformed at ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
}

function doubt(check: string, summary: string): Finding {
  return { check, verdict: 'unknown', summary, exhibits: [] };
}
