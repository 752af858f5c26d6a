import { outcomeOf, type RowOutcome, type Summary, type SummaryRow } from '../../model/summary.ts';
import { inColumns, widthOf } from '../text/cells.ts';
import { type Look, painter } from '../text/paint.ts';
import { describeSummary, outcomesLine, summaryCells, summaryColumns, summaryPlace } from './summary-cells.ts';

/** The look of the table, and the places to name below it. */
export interface SummaryConsoleOptions {
  readonly colour: boolean;
  /** The reports' folder, as the reader sees it. */
  readonly places: readonly string[];
}

const looks: Readonly<Record<RowOutcome, Look>> = {
  valid: 'valid',
  invalid: 'invalid',
  unknown: 'unknown',
  failed: 'invalid',
  notRun: 'dim',
};

/** The table of all scenarios for a terminal, with the reasons below it. Pure; ends with a line break. */
export function renderSummaryConsole(summary: Summary, { colour, places }: SummaryConsoleOptions): string {
  const { rows, seed } = summary;
  const [heading = '', ...lines] = inColumns([summaryColumns, ...rows.map((row) => summaryCells(row, seed))]);
  const paint = painter(colour);
  const rule = '─'.repeat(Math.max(...[heading, ...lines].map(widthOf)));
  const painted = rows.map((row, at) => paint(looks[outcomeOf(row)], lines[at] ?? ''));
  const reasons = rows.flatMap(reason);
  return [
    paint('bold', `All scenarios on the ${summaryPlace(summary)}, seed ${seed}`),
    '',
    paint('dim', heading),
    paint('dim', rule),
    ...painted,
    paint('dim', rule),
    ...(reasons.length === 0 ? [] : [...reasons, '']),
    describeSummary(summary),
    paint('bold', outcomesLine(summary)),
    ...places.map((place) => `  ${place}`),
    '',
  ].join('\n');
}

function reason(row: SummaryRow): readonly string[] {
  if (row.why === null) return [];
  const folder = row.state === 'run' ? [`    ${row.folder}/report.md`, `    ${row.reproduce}`] : [];
  return [`  ${row.scenario}: ${row.why}`, ...folder];
}
