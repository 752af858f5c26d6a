import type { Report } from '../model/report.ts';
import { type ExitCode, exitCodes } from '../model/verdict.ts';

/**
 * The exit code of a report: 130 interrupted; else 1 invalid over 70 harness error over 2 unknown over 0 valid.
 */
export function exitCodeOf(report: Pick<Report, 'verdict' | 'errors' | 'interrupted'>): ExitCode {
  if (report.interrupted) return exitCodes.interrupted;
  if (report.verdict === 'invalid') return exitCodes.invalid;
  if (report.errors.length > 0) return exitCodes.harness;
  return exitCodes[report.verdict];
}
