import { type ErrorCode, errorCodes } from '../errors.ts';
import type { Report } from '../model/report.ts';
import { type ExitCode, exitCodes } from '../model/verdict.ts';

/**
 * The exit code of a report: 130 interrupted; else 1 invalid over that of the first error over 2 unknown over 0 valid.
 *
 * @remarks An error's code is 70, or 64 where what the user wrote turned out wrong only once it was used.
 */
export function exitCodeOf(report: Pick<Report, 'verdict' | 'errors' | 'interrupted'>): ExitCode {
  if (report.interrupted) return exitCodes.interrupted;
  if (report.verdict === 'invalid') return exitCodes.invalid;
  const [first] = report.errors;
  if (first !== undefined) return isErrorCode(first.code) ? errorCodes[first.code].exit : exitCodes.harness;
  return exitCodes[report.verdict];
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorCodes, code);
}
