/**
 * Draws rows of cells as lines for a terminal, each column as wide as its widest cell. Pure.
 *
 * @param rows - a row that is shorter than the first one ends in blanks
 * @param align - `figures`: all columns but the first stand to the right
 */
export function alignedLines(
  rows: readonly (readonly string[])[],
  align: 'left' | 'figures' = 'left',
): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const drawn = (text: string, column: number, width: number): string =>
    align === 'figures' && column > 0 ? text.padStart(width) : text.padEnd(width);
  return rows.map((row) =>
    widths
      .map((width, column) => drawn(row[column] ?? '', column, width))
      .join('  ')
      .trimEnd(),
  );
}
