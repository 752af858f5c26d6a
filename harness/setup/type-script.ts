import type { Json } from '../model/json.ts';
import { ID } from './system-sketch.ts';

const WIDTH = 100;

/** A text in single quotes, as TypeScript. */
export function quoted(text: string): string {
  const escaped = JSON.stringify(text).slice(1, -1).replaceAll(String.raw`\"`, '"').replaceAll("'", String.raw`\'`);
  return `'${escaped}'`;
}

/** The parts of a text as a template literal, or as a plain text or expression where there is one part. */
export function template(parts: readonly { readonly text?: string; readonly expression?: string }[]): string {
  const [first, ...others] = parts;
  if (first === undefined) return "''";
  if (others.length === 0) return first.expression ?? quoted(first.text ?? '');
  const inner = parts.map(({ text, expression }) =>
    expression === undefined ? (text ?? '').replaceAll(/[\\`]|\$(?=\{)/g, String.raw`\$&`) : `\${${expression}}`,
  );
  return `\`${inner.join('').replaceAll('\n', String.raw`\n`)}\``;
}

/**
 * A value as TypeScript.
 *
 * @param indent - of the line that it begins on, in blanks
 * @param id - the expression that stands for {@link ID} in its texts; empty: that stays as it is
 */
export function literal(value: unknown, indent: number, id: string): string {
  const flat = inline(value as Json, id);
  if (flat.length + indent <= WIDTH || typeof value !== 'object' || value === null) return flat;
  const pad = ' '.repeat(indent + 2);
  const end = ' '.repeat(indent);
  if (Array.isArray(value)) {
    const items = value.map((item) => `${pad}${literal(item, indent + 2, id)},\n`);
    return `[\n${items.join('')}${end}]`;
  }
  const fields = Object.entries(value).map(
    ([key, field]) => `${pad}${keyOf(key)}: ${literal(field, indent + 2, id)},\n`,
  );
  return `{\n${fields.join('')}${end}}`;
}

/** A key as it stands in an object. */
export function keyOf(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : quoted(key);
}

function inline(value: Json, id: string): string {
  if (typeof value === 'string') return withId(value, id);
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item: Json) => inline(item, id)).join(', ')}]`;
  const fields = Object.entries(value).map(([key, field]) => `${keyOf(key)}: ${inline(field, id)}`);
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
}

function withId(text: string, id: string): string {
  const pieces = id === '' ? [text] : text.split(ID);
  return template(
    pieces.flatMap((piece, index) => [
      ...(index === 0 ? [] : [{ expression: id }]),
      ...(piece === '' && pieces.length > 1 ? [] : [{ text: piece }]),
    ]),
  );
}
