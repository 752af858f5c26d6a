/** The judgement of a run or of one check. `unknown` means "could not tell" and is never success by default. */
export type Verdict = 'valid' | 'invalid' | 'unknown';

const gravity: Record<Verdict, number> = { valid: 0, unknown: 1, invalid: 2 };

/**
 * The gravest of several verdicts: invalid > unknown > valid.
 *
 * @remarks Nothing judged is nothing proved: an empty list merges to `unknown`.
 */
export function mergeVerdicts(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.length === 0) return 'unknown';
  return verdicts.reduce((gravest, verdict) => (gravity[verdict] > gravity[gravest] ? verdict : gravest));
}
