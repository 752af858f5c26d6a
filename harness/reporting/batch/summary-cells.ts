import { count } from '../../model/count.ts';
import { formatDuration } from '../../model/duration.ts';
import { outcomeOf, type RunRow, type Summary, type SummaryRow } from '../../model/summary.ts';
import { verdictSigns } from '../run/describe-report.ts';

/** The stack of the runs, and the host of the Supabase if it is a hosted one: `docker stack`. */
export function summaryPlace({ stack, supabase }: Pick<Summary, 'stack' | 'supabase'>): string {
  return `${stack} stack${supabase === undefined ? '' : ` with the Supabase at ${supabase}`}`;
}

/** The columns of the table of all scenarios. */
export const summaryColumns = [
  'scenario',
  'verdict',
  'recovery / bound',
  'tightest',
  'witnesses',
  'took',
  'seed',
] as const;

/** The cells of one scenario, as text, in the order of the columns. */
export function summaryCells(row: SummaryRow, seed: number): readonly string[] {
  const verdict = verdictCell(row);
  if (row.state === 'not-run') return [row.scenario, verdict, '–', '–', '–', '–', '–'];
  const took = formatDuration(row.durationMs);
  if (row.state === 'no-report') return [row.scenario, verdict, '–', '–', '–', took, String(seed)];
  return [row.scenario, verdict, ...recoveryCells(row), witnessesCell(row), took, String(seed)];
}

/** The verdict with its sign; never the sign of a success if the run is none. */
function verdictCell(row: SummaryRow): string {
  if (row.state === 'not-run') return '– not run';
  if (row.state === 'no-report') return '? no report';
  const sign = row.verdict === 'valid' && outcomeOf(row) !== 'valid' ? verdictSigns.unknown : verdictSigns[row.verdict];
  const but = row.interrupted ? ', interrupted' : row.exit === 70 || row.exit === 64 ? ', harness failed' : '';
  return `${sign} ${row.verdict}${but}`;
}

function recoveryCells({ recovery }: RunRow): readonly [longest: string, share: string] {
  if (recovery === null) return ['none measured', '–'];
  const { longest, tightest } = recovery;
  const over = tightest.recoveryTimeMs > tightest.boundMs ? ' OVER' : '';
  const share = Math.round((100 * tightest.recoveryTimeMs) / tightest.boundMs);
  return [`${seconds(longest.recoveryTimeMs)} / ${seconds(longest.boundMs)} s`, `${share} %${over}`];
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(1);
}

function witnessesCell({ landings }: RunRow): string {
  if (landings.length === 0) return 'no fault';
  return landings
    .map(({ landed, causes, effects }) => `${landed ? '' : 'NOT landed: '}${causes} cause, ${effects} effect`)

    .join('; ');
}

/** The last line: how often each outcome occurred; failures of the harness only if there are any. */
export function outcomesLine({ counts, durationMs }: Summary): string {
  const { valid, invalid, unknown, failed, notRun } = counts;
  const failures = failed === 0 ? '' : `, ${failed} failed in the harness`;
  return `${valid} valid, ${invalid} invalid, ${unknown} unknown${failures}, ${notRun} not run, in ${formatDuration(durationMs)}`;
}

/** The overall result, in one sentence. */
export function describeSummary({ counts, interrupted, rows }: Summary): string {
  const { valid, invalid, unknown, failed } = counts;
  if (valid + invalid + unknown + failed === 0) return 'Nothing was run: nothing was proved; this is not a success.';
  if (invalid > 0) return `A promise was broken in ${count(invalid, 'scenario')}.`;
  if (interrupted) return 'It was interrupted; faults were healed first. What was not run proves nothing.';
  if (failed > 0) return 'The harness itself failed; what it failed in proves nothing.';
  if (unknown > 0) return 'In some scenarios nothing was proved either way; this is not a success.';
  if (rows.some((row) => row.state === 'not-run' && row.cause !== 'stack-lacks'))
    return 'What was run is valid, but not all of it was run; this is not a success.';
  if (counts.notRun > 0) return 'Every scenario that this stack can do is valid.';
  return 'Every scenario is valid.';
}
