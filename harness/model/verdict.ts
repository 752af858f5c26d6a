/** What a run, or one check, amounts to. `unknown` means "could not tell" and is never success by default. */
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

/** Exit codes of the command line (sysexits.h for 64 and 70, POSIX shells for 130). */
export const exitCodes = { valid: 0, invalid: 1, unknown: 2, usage: 64, harness: 70, interrupted: 130 } as const;

/** An exit code of the command line. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
