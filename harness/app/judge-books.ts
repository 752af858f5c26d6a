import { type Judged, judgeEvidence } from '../checks/judge.ts';
import { type Recovery, recoveryOf } from '../checks/recovers-within-bound/recovers-within-bound.ts';
import { landingsOf } from '../faults/landings.ts';
import type { Finding } from '../model/check.ts';
import type { Evidence } from '../model/evidence.ts';
import { mergeVerdicts, type Verdict } from '../model/verdict.ts';

const nothingJudged: Judged = { verdict: 'unknown', findings: [] };

/** What the books of a run amount to, live and offline alike. */
export interface JudgedBooks {
  /** With the landings in it. */
  readonly evidence: Evidence;
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
  readonly recovery: readonly Pick<Recovery, 'unit' | 'recoveryTimeMs' | 'boundMs'>[];
}

/** The functions by which books are judged; a test may hand in others. */
export interface Judges {
  readonly landingsOf: typeof landingsOf;
  readonly judgeEvidence: typeof judgeEvidence;
  readonly recoveryOf: typeof recoveryOf;
}

/**
 * Judges the books of a run: landings first, then the checks, then the recovery times.
 *
 * @remarks Never throws: a report that is lost proves nothing. What can't be computed is a finding of its own, `unknown`.
 */
export function judgeBooks(
  books: Omit<Evidence, 'landings'>,
  judges: Judges = { landingsOf, judgeEvidence, recoveryOf },
): JudgedBooks {
  const failures: Finding[] = [];
  const attempt = <T>(check: string, instead: T, compute: () => T): T => {
    try {
      return compute();
    } catch (error) {
      failures.push(failure(check, error instanceof Error ? error.message : String(error)));
      return instead;
    }
  };
  const landings = attempt('witnesses-found', [], () => judges.landingsOf(books));
  for (const { faultId, error } of landings) {
    if (error !== undefined) failures.push(failure('witnesses-found', `${faultId}: ${error}`));
  }
  const evidence: Evidence = { ...books, landings };
  const judged = attempt('checks-judged', nothingJudged, () => judges.judgeEvidence(evidence));
  const recovery = attempt('recovery-measured', [], () => judges.recoveryOf(evidence));
  return {
    evidence,
    verdict: mergeVerdicts([judged.verdict, ...failures.map((finding) => finding.verdict)]),
    findings: [...judged.findings, ...failures],
    recovery: recovery.map(({ unit, recoveryTimeMs, boundMs }) => ({ unit, recoveryTimeMs, boundMs })),
  };
}

function failure(check: string, message: string): Finding {
  return { check, verdict: 'unknown', summary: `The harness itself failed here: ${message}`, exhibits: [] };
}
