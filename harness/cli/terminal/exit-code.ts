import { type ErrorCode, errorCodes } from '../../errors.ts';
import { type ExitCode, type ExitReason, exitCodes, gravestExit } from '../../model/exit-code.ts';
import type { Report } from '../../model/report.ts';
import { outcomeOf, type SummaryRow } from '../../model/summary.ts';

/**
 * The exit code of a report: the gravest of its verdict, its first error, and its interruption.
 *
 * @remarks An error's code is 70, or 64 if a mistake of the user showed only in use.
 */
export function exitCodeOf(report: Pick<Report, 'verdict' | 'errors' | 'interrupted'>): ExitCode {
  const [first] = report.errors;
  return gravestExit([
    report.verdict,
    ...(report.interrupted ? (['interrupted'] as const) : []),
    ...(first === undefined ? [] : [isErrorCode(first.code) ? errorCodes[first.code].exit : exitCodes.harness]),
  ]);
}

/**
 * The exit code of several scenarios: the gravest of their rows.
 *
 * @remarks A scenario that the stack cannot do was not asked for and changes nothing. If no scenario is valid, nothing
 * was proved.
 */
export function exitCodeOfRows(rows: readonly SummaryRow[], interrupted: boolean): ExitCode {
  const proved = rows.some((row) => outcomeOf(row) === 'valid');
  return gravestExit([
    proved ? 'valid' : 'unknown',
    ...(interrupted ? (['interrupted'] as const) : []),
    ...rows.map(exitReasonOf).filter((reason) => reason !== null),
  ]);
}

/** Null: the row changes nothing. */
function exitReasonOf(row: SummaryRow): ExitReason | null {
  if (row.state === 'not-run') return row.cause === 'stack-lacks' ? null : 'unknown';
  if (row.state === 'no-report') return 'harness';
  if (row.interrupted) return 'interrupted';
  const outcome = outcomeOf(row);
  if (outcome === 'valid' || outcome === 'invalid' || outcome === 'unknown') return outcome;
  return row.exit === exitCodes.usage ? 'usage' : 'harness';
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorCodes, code);
}
