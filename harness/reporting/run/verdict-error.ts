import type { Finding } from '../../model/check.ts';
import type { Report } from '../../model/report.ts';
import { isViolation } from '../../model/violation.ts';
import { atMost, docsLines, explanationOf } from '../text/explain-finding.ts';

/** The beginnings of messages by which Allure sorts broken tests. */
export const messageStarts = { unknown: 'Unknown: ', harness: 'CHAOS_' } as const;

/** A violated invariant. Allure shows an error with `expected` and `actual` as failed, any other as broken. */
export class VerdictError extends Error {
  override readonly name = 'VerdictError';
  readonly expected: string;
  readonly actual: string;

  constructor(message: string, violated: readonly Finding[]) {
    super(message);
    this.expected = violated.map(({ check }) => `${check}: valid`).join('\n');
    this.actual = violated.map(({ check, summary }) => `${check}: invalid: ${summary}`).join('\n');
    // The violations, instead of a place in the harness, which helps no reader.
    this.stack = [message, ...violated.flatMap((finding) => factsOf(finding))].join('\n');
  }
}

/** The violations of a finding by kind, with their usual cause, and where to read on; then its other facts. */
function factsOf(finding: Finding): readonly string[] {
  const { check, exhibits } = finding;
  const others = exhibits.filter((one) => !isViolation(one)).map((one) => JSON.stringify(one));
  const lines = [...explanationOf(finding), ...docsLines(finding, (docs) => docs), ...atMost(others)];
  return lines.map((line) => `${check}: ${line}`);
}

/** Nothing was proved, or the harness itself failed. */
export class BrokenRunError extends Error {
  override readonly name = 'BrokenRunError';

  constructor(message: string) {
    // Allure shows any error whose message holds "assert" as failed; a soft hyphen prevents that.
    super(message.replaceAll(/assert/gi, (word) => `${word.slice(0, 3)}\u00ad${word.slice(3)}`));
    this.stack = this.message;
  }
}

/** The error of one check's step; null if the check is valid. */
export function errorOfFinding(finding: Finding): Error | null {
  if (finding.verdict === 'valid') return null;
  if (finding.verdict === 'invalid') return new VerdictError(`${finding.check}: ${finding.summary}`, [finding]);
  return new BrokenRunError(`${messageStarts.unknown}${finding.check}: ${finding.summary}`);
}

/**
 * The error that a run throws in Mocha; null if it is valid.
 *
 * @remarks The one edge at which a verdict is thrown. Invalid comes before errors of the harness, and those before
 * unknown, in the order of the exit codes. A verdict that isn't `valid` throws even if no finding says why.
 */
export function errorOfReport(report: Report): Error | null {
  const violated = report.findings.filter((finding) => finding.verdict === 'invalid');
  if (report.verdict === 'invalid' || violated.length > 0) {
    const why = violated.map(({ check, summary }) => `${check}: ${summary}`).join('\n');
    return new VerdictError(`Invalid: ${why === '' ? 'the run was judged so' : why}`, violated);
  }
  const [error] = report.errors;
  if (error !== undefined) return new BrokenRunError(`${error.code}: ${error.message}`);
  if (report.interrupted)
    return new BrokenRunError('CHAOS_INTERRUPTED: The run was interrupted; faults were healed first.');
  if (report.verdict === 'valid') return null;
  const open = report.findings.filter((finding) => finding.verdict === 'unknown');
  const why = open.map(({ check, summary }) => `${check}: ${summary}`).join('\n');
  return new BrokenRunError(`${messageStarts.unknown}${why === '' ? 'no check was run' : why}`);
}
