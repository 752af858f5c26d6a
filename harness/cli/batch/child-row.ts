import { exitCodes } from '../../model/exit-code.ts';
import type { Plan } from '../../model/plan.ts';
import { type Report, reportSchema } from '../../model/report.ts';
import type { StackName } from '../../model/stacks.ts';
import type { NoReportRow, RunRow } from '../../model/summary.ts';
import { summariseReport } from '../../reporting/batch/summarise-report.ts';
import { exitCodeOf } from '../terminal/exit-code.ts';

/** How the process of one scenario ended. */
export interface ChildEnded {
  readonly exit: number | null;
  readonly signal: string | null;
  /** All of standard output: the report, if there is one. */
  readonly stdout: string;
  /** The lines of standard error that are errors of the harness. */
  readonly errors: readonly string[];
  /** Whether it had to be stopped, because it didn't end by itself. */
  readonly overran: boolean;
  readonly durationMs: number;
}

/** The request that the process was started with. */
export interface Asked {
  readonly plan: Plan;
  readonly stack: StackName;
}

/**
 * The result of a scenario that was run as a separate process.
 *
 * @remarks The verdict is that of the report, and only of a report of the request. If the exit code isn't the report's,
 * the harness failed after the report was made.
 */
export function rowOfChild({ plan, stack }: Asked, ended: ChildEnded): RunRow | NoReportRow {
  const { exit, signal, durationMs } = ended;
  const [error] = ended.errors;
  const report = reportIn(ended.stdout);
  const why = typeof report === 'string' ? report : (whyStrange(report, { plan, stack }) ?? whyOverran(report, ended));
  if (typeof report === 'string' || why !== null) {
    const how = exit === null ? `was ended by ${signal ?? 'an unknown cause'}` : `ended with exit code ${exit}`;
    const row = { scenario: plan.scenario, hypothesis: plan.hypothesis, exit, signal, durationMs };
    return { state: 'no-report', ...row, why: `the process ${how} ${why}${error === undefined ? '' : `: ${error}`}` };
  }
  const row = summariseReport(report, { exit: exitOf(report, exit), durationMs });
  if (row.why !== null || row.exit === exitCodes.valid) return row;
  return { ...row, why: error ?? `the report is valid, but the process ended with exit code ${exit ?? signal}` };
}

function exitOf(report: Report, exit: number | null): number {
  const own = exitCodeOf(report);
  return own === exit || own === exitCodes.invalid || own === exitCodes.interrupted ? own : exitCodes.harness;
}

/** The report, or why there is none. */
function reportIn(stdout: string): Report | string {
  if (stdout.trim() === '') return 'and left no report';
  try {
    const parsed = reportSchema.safeParse(JSON.parse(stdout));
    return parsed.success ? parsed.data : 'and printed a report that does not match its schema';
  } catch {
    return 'and printed something that is not a report';
  }
}

/** No user interrupted such a run; a violation that it had found by then stands. */
function whyOverran(report: Report, { overran }: ChildEnded): string | null {
  if (!overran || report.verdict === 'invalid') return null;
  return 'and had to be stopped, because it did not end by itself';
}

function whyStrange(report: Report, { plan, stack }: Asked): string | null {
  const asked = `${plan.scenario}, seed ${plan.seed}, ${stack}`;
  const got = `${report.scenario}, seed ${report.seed}, ${report.stack}`;
  return asked === got ? null : `and printed a report of another run (${got})`;
}
