import type { Look, TerminalEnv } from '../text/paint.ts';
import { LiveLine, type ProgressStream } from './live-line.ts';

/** A sign with its look: `['valid', '✓']`. */
export type Sign = readonly [look: Look, sign: string];

/** A message of progress: a line for a person, an object for a program. */
export interface Said {
  /** The start of the line; a space by default. */
  readonly sign?: Sign;
  readonly text: string;
  readonly json: object;
}

/** The options of progress. */
export interface ProgressOptions {
  /** One JSON object a line instead of text. */
  readonly json?: boolean;
  /** The stream; that of the process by default. */
  readonly env?: TerminalEnv;
}

/** How often a change is shown without a repainted line, in milliseconds. */
export interface ToldEvery {
  readonly textMs: number;
  readonly jsonMs: number;
}

/** One way of showing progress. */
export interface Face {
  /** A phase has begun. @param going - returns its present state at each call */
  begun(said: Said, going: () => Said): void;
  /** Something of that phase has changed. */
  changed(): void;
  /** That phase has ended. */
  ended(said: Said): void;
  /** Any other message. */
  told(said: Said): void;
  /** Clears the repainted line. Idempotent. */
  close(): void;
}

/** On a terminal one live line with finished lines above it; otherwise, and in CI, finished lines alone. */
export function textFace(
  stream: ProgressStream,
  options: { readonly env?: TerminalEnv; readonly everyMs: number },
): Face {
  const live = new LiveLine(stream, options.env);
  let going: (() => Said) | null = null;
  let toldMs = 0;
  const told = ({ sign, text }: Said): void => live.line(`${sign === undefined ? ' ' : live.paint(...sign)} ${text}`);
  return {
    begun: (said, standing) => {
      [going, toldMs] = [standing, performance.now()];
      live.end();
      if (!live.isLive) live.line(`… ${said.text}`);
      live.begin(() => standing().text);
    },
    changed: () => {
      if (live.isLive) return live.repaint();
      if (going === null || performance.now() - toldMs < options.everyMs) return;
      toldMs = performance.now();
      live.line(`  ${going().text}`);
    },
    ended: (said) => {
      going = null;
      live.end();
      told(said);
    },
    told,
    close: () => live.end(),
  };
}

/** One JSON object a line, for programs. */
export function jsonFace(stream: ProgressStream, { everyMs }: { readonly everyMs: number }): Face {
  let going: (() => Said) | null = null;
  let toldMs = Number.NEGATIVE_INFINITY;
  const told = ({ json }: Said): void => void stream.write(`${JSON.stringify(json)}\n`);
  return {
    begun: (said, standing) => {
      [going, toldMs] = [standing, Number.NEGATIVE_INFINITY];
      told(said);
    },
    changed: () => {
      if (going === null || performance.now() - toldMs < everyMs) return;
      toldMs = performance.now();
      told(going());
    },
    ended: (said) => {
      going = null;
      told(said);
    },
    told,
    close: () => undefined,
  };
}
