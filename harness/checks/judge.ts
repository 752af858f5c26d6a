import type { Check, Finding } from '../model/check.ts';
import type { Evidence } from '../model/evidence.ts';
import { mergeVerdicts, type Verdict } from '../model/verdict.ts';
import { findCheck } from './index.ts';
import { RUN_COMPLETE, runComplete } from './run-complete.ts';

/** What a run amounts to: each check's finding and the gravest of them. */
export interface Judged {
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
}

/** Without these two nothing else is proved of a run with a fault: that it struck, and that the system came back. */
const indispensable = ['fault-landed', 'steady-state-returns'] as const;

/**
 * Judges the evidence of a run by the checks of its plan.
 *
 * @remarks A check that throws, or that this harness doesn't know, is `unknown`; so is a plan without checks. Beside the
 * checks that the plan names, `fault-landed` and `steady-state-returns` are judged wherever a fault was planned, and
 * `run-complete` always: a plan that leaves them out can't make a green of a run that nothing struck or that broke off.
 */
export function judgeChecks(evidence: Evidence, find: FindCheck = findCheck): Judged {
  const { checks, schedule } = evidence.plan;
  if (checks.length === 0) return { verdict: 'unknown', findings: [] };
  const names = new Set([...checks, ...(schedule.length === 0 ? [] : indispensable)]);
  const judged = [...names].map((name) => judgeCheck(name, evidence, find));
  const findings = [...judged, guarded(RUN_COMPLETE, () => runComplete(evidence))];
  return { verdict: mergeVerdicts(findings.map((finding) => finding.verdict)), findings };
}

/** What one check says; one that throws, or that this harness doesn't know, says `unknown`. */
export function judgeCheck(name: string, evidence: Evidence, find: FindCheck = findCheck): Finding {
  return guarded(name, () => find(name)?.judge(evidence) ?? doubt(name, noSuchCheck(name)));
}

/** The registry's answer to a name: offline, the checks of a configuration may be missing. */
export type FindCheck = (name: string) => Check | undefined;

function noSuchCheck(name: string): string {
  return `There is no check "${name}" here. If it is one of your own, judge in the folder of its chaos.config.ts.`;
}

function guarded(name: string, judge: () => Finding): Finding {
  try {
    return judge();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return doubt(name, `The check itself failed: ${message.split('\n', 1)[0] ?? ''}`);
  }
}

function doubt(check: string, summary: string): Finding {
  return { check, verdict: 'unknown', summary, exhibits: [] };
}
