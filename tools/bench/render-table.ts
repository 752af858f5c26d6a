/** A table for people. */
export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  /** Cells of text; a row that is shorter than the columns ends in blanks. */
  readonly rows: readonly (readonly string[])[];
  /** Lines below it. */
  readonly notes: readonly string[];
}

const GAP = '  ';

/** Draws a table as text: the first column to the left, figures to the right. */
export function renderTable({ title, columns, rows, notes }: Table): string {
  const widths = columns.map((column, index) => Math.max(column.length, ...rows.map((row) => cell(row, index).length)));
  const line = (cells: readonly string[]): string =>
    widths
      .map((width, index) => (index === 0 ? cell(cells, index).padEnd(width) : cell(cells, index).padStart(width)))
      .join(GAP)
      .trimEnd();
  const rule = widths.map((width) => '─'.repeat(width)).join(GAP);
  return [title, line(columns), rule, ...rows.map(line), ...notes].join('\n');
}

function cell(row: readonly string[], index: number): string {
  return row[index] ?? '';
}
