import stringWidth from 'string-width';

const characters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** How many cells of a terminal a text takes: escape codes none, an emoji or a Chinese character two. */
export function widthOf(text: string): number {
  return stringWidth(text);
}

/** The longest beginning of a text without escape codes that fits into a number of cells, in whole characters. */
export function cutTo(text: string, cells: number): string {
  let kept = '';
  let width = 0;
  for (const { segment } of characters.segment(text)) {
    width += widthOf(segment);
    if (width > cells) return kept;
    kept += segment;
  }
  return kept;
}

/**
 * Rows as lines of a terminal, each column as wide as its widest cell.
 *
 * @param rows - a row that is shorter than the first one ends in blanks
 * @param align - `figures`: all columns but the first stand to the right
 */
export function inColumns(rows: readonly (readonly string[])[], align: 'left' | 'figures' = 'left'): readonly string[] {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => widthOf(row[at] ?? ''))));
  const drawn = (text: string, at: number): string => {
    const blanks = ' '.repeat(Math.max(0, (widths[at] ?? 0) - widthOf(text)));
    return align === 'figures' && at > 0 ? blanks + text : text + blanks;
  };
  return rows.map((row) =>
    widths
      .map((_, at) => drawn(row[at] ?? '', at))
      .join('  ')
      .trimEnd(),
  );
}

/** A text with spaces after it, so that it takes a number of cells. */
export function padTo(text: string, cells: number): string {
  return text + ' '.repeat(Math.max(0, cells - widthOf(text)));
}

/** Breaks a line at its spaces; the following lines are indented, so that a list stays a list. Escape codes have no width. */
export function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  const [lead = ''] = /^ */.exec(text) ?? [];
  let line = '';
  for (const word of text.split(/(?<=\S) (?=\S)/)) {
    const longer = line === '' ? word : `${line} ${word}`;
    const fits = line.trim() === '' || widthOf(longer) <= width;
    if (!fits) lines.push(line);
    line = fits ? longer : `${lead}    ${word}`;
  }
  return [...lines, line];
}
