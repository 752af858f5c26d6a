import type { Json } from '../../harness/index.ts';

/** A Markdown table, padded as the formatter would pad it; a cell that is left empty shows a dash. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const shown = [header, ...rows].map((cells) => cells.map(cellOf));
  const widths = header.map((_, column) => Math.max(3, ...shown.map((cells) => cells[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = shown;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n');
}

/** Parameters with their defaults as code, separated by commas. */
export function parameters(defaults: Readonly<Record<string, Json | undefined>>): string {
  return code(Object.entries(defaults).map(([name, value]) => `${name}=${JSON.stringify(value)}`));
}

/** Names as code, separated by commas. */
export function code(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}

function outsideCode(text: string, change: (plain: string) => string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part, index) => (index % 2 === 0 ? change(part) : part))
    .join('');
}

function cellOf(text: string): string {
  if (text === '') return '–';
  return outsideCode(text.replaceAll('\n', ' '), (plain) => plain.replaceAll('<', '&lt;')).replaceAll(
    '|',
    String.raw`\|`,
  );
}
