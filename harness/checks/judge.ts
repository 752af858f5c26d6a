import type { Finding } from '../model/check.ts';
import type { Evidence } from '../model/evidence.ts';
import { mergeVerdicts, type Verdict } from '../model/verdict.ts';
import { findCheck } from './index.ts';

/** What a run amounts to: each check's finding and the gravest of them. */
export interface Judged {
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
}

/**
 * Judges the evidence of a run by the checks of its plan.
 *
 * @remarks A check that throws, or that this harness doesn't know, is `unknown`; so is a plan without checks. Nothing is
 * judged by a check that the plan doesn't name, so that an old run is judged as it was planned.
 */
export function judgeEvidence(evidence: Evidence): Judged {
  const findings = evidence.plan.checks.map((name) => findingOf(name, evidence));
  return { verdict: mergeVerdicts(findings.map((finding) => finding.verdict)), findings };
}

function findingOf(name: string, evidence: Evidence): Finding {
  const check = findCheck(name);
  if (check === undefined) return doubt(name, `This harness has no check "${name}".`);
  try {
    return check.judge(evidence);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return doubt(name, `The check itself failed: ${message.split('\n', 1)[0] ?? ''}`);
  }
}

function doubt(check: string, summary: string): Finding {
  return { check, verdict: 'unknown', summary, exhibits: [] };
}
