import { WriteStream } from 'node:tty';
import { styleText } from 'node:util';
import type { Verdict } from '../../model/verdict.ts';

/** How a text can look: a verdict has its colour, the same everywhere. */
export type Look = 'bold' | 'dim' | Verdict;

/** Gives a text a look, or leaves it as it is. */
export type Paint = (look: Look, text: string) => string;

/** The variables of an environment that describe terminals: CI, NO_COLOR, TERM. */
export type TerminalEnv = Readonly<Record<string, string | undefined>>;

const formats = { bold: 'bold', dim: 'dim', valid: 'green', invalid: 'red', unknown: 'yellow' } as const;

/** Paints with escape codes, or not at all. */
export function painter(colour: boolean): Paint {
  // Only `wantsColour` knows the stream.
  return colour ? (look, text) => styleText(formats[look], text, { validateStream: false }) : (_look, text) => text;
}

/** Whether a stream is a terminal that shows colours, by Node's own rules: NO_COLOR, NODE_DISABLE_COLORS, TERM. */
export function wantsColour(stream: { readonly isTTY?: boolean }, env: TerminalEnv = process.env): boolean {
  return stream.isTTY === true && WriteStream.prototype.hasColors({ ...env });
}
