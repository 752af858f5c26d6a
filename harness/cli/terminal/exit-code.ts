import { type ErrorCode, errorCodes } from '../../errors.ts';
import type { Report } from '../../model/report.ts';
import { outcomeOf, type SummaryRow } from '../../model/summary.ts';
import { type ExitCode, exitCodes } from '../../model/verdict.ts';

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

/**
 * The exit code of several scenarios: 130 interrupted; else 1 where one is invalid, over 70 (or 64) where the harness
 * failed in one, over 2 where one is unknown or was not come to in time, over 0.
 *
 * @remarks What the stack can't do was not asked for and changes nothing, unless nothing else is left: where no scenario
 * was valid, nothing was proved.
 */
export function exitCodeOfRows(rows: readonly SummaryRow[], interrupted: boolean): ExitCode {
  if (interrupted || rows.some((row) => row.state === 'run' && row.interrupted)) return exitCodes.interrupted;
  const outcomes = rows.map(outcomeOf);
  if (outcomes.includes('invalid')) return exitCodes.invalid;
  const failed = rows.filter((row) => outcomeOf(row) === 'failed');
  if (failed.some((row) => row.state !== 'run' || row.exit !== exitCodes.usage)) return exitCodes.harness;
  if (failed.length > 0) return exitCodes.usage;
  const leftOut = rows.some((row) => row.state === 'not-run' && row.cause !== 'stack-lacks');
  const proved = outcomes.includes('valid') && !outcomes.includes('unknown') && !leftOut;
  return proved ? exitCodes.valid : exitCodes.unknown;
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorCodes, code);
}
