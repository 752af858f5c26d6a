import { cutTo } from '../text/cells.ts';
import { type Paint, painter, type TerminalEnv, wantsColour } from '../text/paint.ts';

/** The stream that shows progress. */
export type ProgressStream = Pick<NodeJS.WriteStream, 'write'> & {
  readonly isTTY?: boolean;
  readonly columns?: number;
};

const REPAINT_MS = 100;
const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const CLEAR = '\r\u001b[2K';

/**
 * Finished lines, and on a terminal below them one that is repainted; otherwise, and in CI, finished lines alone.
 *
 * @remarks The one part of reporting that looks at a clock, since it reports as things happen.
 */
export class LiveLine {
  /** Whether a line is repainted at all. */
  readonly isLive: boolean;
  /** Colours as the stream shows them. */
  readonly paint: Paint;
  readonly #stream: ProgressStream;
  #timer: NodeJS.Timeout | null = null;
  #text: (() => string) | null = null;
  #frame = 0;

  constructor(stream: ProgressStream, env: TerminalEnv = process.env) {
    this.#stream = stream;
    this.isLive = stream.isTTY === true && (env['CI'] ?? '') === '' && env['TERM'] !== 'dumb';
    this.paint = painter(wantsColour(stream, env));
  }

  /** Repaints a line from now on, instead of the one before. @param text - returns its text at each repaint */
  begin(text: () => string): void {
    this.end();
    if (!this.isLive) return;
    this.#text = text;
    this.repaint();
    this.#timer = setInterval(() => this.repaint(), REPAINT_MS).unref();
  }

  /** Shows changes at once. */
  repaint(): void {
    if (this.#text === null) return;
    this.#frame = (this.#frame + 1) % frames.length;
    const text = `${frames[this.#frame] ?? ''} ${this.#text()}`;
    this.#stream.write(`${CLEAR}${cutTo(text, this.#stream.columns ?? 80)}`);
  }

  /** A finished line. */
  line(text: string): void {
    this.#clear();
    this.#stream.write(`${text}\n`);
    this.repaint();
  }

  /** Clears the line that is repainted. Idempotent. */
  end(): void {
    this.#clear();
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    this.#text = null;
  }

  #clear(): void {
    if (this.#text !== null) this.#stream.write(CLEAR);
  }
}
