import { readableMs } from '../text/readable-ms.ts';

/** Where progress is shown. */
export type ProgressStream = Pick<NodeJS.WriteStream, 'write'> & {
  readonly isTTY?: boolean;
  readonly columns?: number;
};

/** An environment, for what it says of terminals: CI, NO_COLOR, TERM. */
export type ShownIn = Readonly<Record<string, string | undefined>>;

const REPAINT_MS = 100;
const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const signs = { ok: '✓', error: '✗', aborted: '■' } as const;
const colours = { ok: '32', error: '31', aborted: '33' } as const;

/** How a phase ended. */
export type PhaseOutcome = keyof typeof signs;

/** Whether escape codes are welcome on a stream: a terminal, and nobody has set NO_COLOR. */
export function wantsColour(stream: Pick<ProgressStream, 'isTTY'>, env: ShownIn = process.env): boolean {
  return stream.isTTY === true && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb';
}

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
  readonly #stream: ProgressStream;
  readonly #isColoured: boolean;
  #timer: NodeJS.Timeout | null = null;
  #current: { readonly fromMs: number; readonly text: (elapsedMs: number) => string } | null = null;
  #frame = 0;

  constructor(stream: ProgressStream, env: ShownIn = process.env) {
    this.#stream = stream;
    this.isLive = stream.isTTY === true && (env['CI'] ?? '') === '' && env['TERM'] !== 'dumb';
    this.#isColoured = wantsColour(stream, env);
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
    this.#stream.write(`\r\u001b[2K${text.slice(0, this.#stream.columns ?? 80)}`);
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

  /** A text in a colour of the terminal, where there are any. */
  coloured(code: string, text: string): string {
    return this.#isColoured ? `\u001b[${code}m${text}\u001b[0m` : text;
  }

  /** The sign of how a phase ended. */
  signOf(outcome: PhaseOutcome): string {
    return this.coloured(colours[outcome], signs[outcome]);
  }

  #clear(): void {
    if (this.isLive && this.#current !== null) this.#stream.write('\r\u001b[2K');
  }
}

/** A phase with its time, so that times stand below each other: `recovery      11.0 s`. */
export function phaseLine(phase: string, elapsedMs: number): string {
  return `${phase.padEnd(11)} ${readableMs(elapsedMs).padStart(8)}`;
}
