import { inColumns } from '../../harness/reporting/text/cells.ts';

/** A table for people. */
export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Lines below it. */
  readonly notes: readonly string[];
}

/** Draws a table as text: the first column to the left, figures to the right. */
export function renderTable({ title, columns, rows, notes }: Table): string {
  const [head = '', ...lines] = inColumns([columns, ...rows], 'figures');
  const rule = '─'.repeat(Math.max(head.length, ...lines.map((line) => line.length)));
  return [title, head, rule, ...lines, ...notes].join('\n');
}
