import { formatDuration } from '../../model/duration.ts';
import { type Paint, painter, type TerminalEnv, wantsColour } from '../text/paint.ts';

/** Where progress is shown. */
export type ProgressStream = Pick<NodeJS.WriteStream, 'write'> & {
  readonly isTTY?: boolean;
  readonly columns?: number;
};

const REPAINT_MS = 100;
const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const signs = { ok: '✓', error: '✗', aborted: '■' } as const;
const looks = { ok: 'valid', error: 'invalid', aborted: 'unknown' } as const;
const CLEAR = '\r\u001b[2K';

/** How a phase ended. */
export type PhaseOutcome = keyof typeof signs;

/** Writes values as JSON, one a line: what progress is to a program. */
export function jsonLines(stream: ProgressStream): (value: object) => void {
  return (value) => void stream.write(`${JSON.stringify(value)}\n`);
}

/**
 * What is going on, on a terminal as one line that is repainted, with finished lines above it; elsewhere and in CI as
 * finished lines alone. What the line says is up to whoever shows something.
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
  #current: { readonly fromMs: number; readonly text: (elapsedMs: number) => string } | null = null;
  #frame = 0;

  constructor(stream: ProgressStream, env: TerminalEnv = process.env) {
    this.#stream = stream;
    this.isLive = stream.isTTY === true && (env['CI'] ?? '') === '' && env['TERM'] !== 'dumb';
    this.paint = painter(wantsColour(stream, env));
  }

  /**
   * Something begins, instead of what went on before.
   *
   * @param title - the line that says so where none is repainted
   * @param text - what the live line says, from the time since now in milliseconds
   */
  begin(title: string, text: (elapsedMs: number) => string): void {
    this.end();
    if (!this.isLive) this.line(`… ${title}`);
    this.#current = { fromMs: performance.now(), text };
    this.repaint();
    if (this.isLive) this.#timer = setInterval(() => this.repaint(), REPAINT_MS).unref();
  }

  /** What the live line says now; empty where nothing goes on. */
  get text(): string {
    return this.#current === null ? '' : this.#current.text(performance.now() - this.#current.fromMs);
  }

  /** Shows at once what has changed. */
  repaint(): void {
    if (!this.isLive || this.#current === null) return;
    this.#frame = (this.#frame + 1) % frames.length;
    const text = `${frames[this.#frame] ?? ''} ${this.text}`;
    this.#stream.write(`${CLEAR}${text.slice(0, this.#stream.columns ?? 80)}`);
  }

  /** A finished line. */
  line(text: string): void {
    this.#clear();
    this.#stream.write(`${text}\n`);
    this.repaint();
  }

  /** Ends what goes on and clears its line; gives how long it went on, in milliseconds. Idempotent. */
  end(): number {
    this.#clear();
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    const tookMs = this.#current === null ? 0 : performance.now() - this.#current.fromMs;
    this.#current = null;
    return tookMs;
  }

  /** The sign of how a phase ended. */
  signOf(outcome: PhaseOutcome): string {
    return this.paint(looks[outcome], signs[outcome]);
  }

  #clear(): void {
    if (this.isLive && this.#current !== null) this.#stream.write(CLEAR);
  }
}

/** A phase with its time, so that times stand below each other: `recovery      11.0 s`. */
export function phaseLine(phase: string, elapsedMs: number): string {
  return `${phase.padEnd(11)} ${formatDuration(elapsedMs).padStart(8)}`;
}
