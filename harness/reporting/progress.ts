import type { Phase } from '../model/journal-entry.ts';
import { readableMs } from './readable-ms.ts';

/** Where progress is shown. */
export type ProgressStream = Pick<NodeJS.WriteStream, 'write'> & {
  readonly isTTY?: boolean;
  readonly columns?: number;
};

/** How progress is shown. */
export interface ProgressOptions {
  /** One JSON object a line instead of text. */
  readonly json?: boolean;
  /** The environment that says CI and NO_COLOR; that of the process by default. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** Tells a person how far a run is. */
export interface Progress {
  phaseStarted(phase: Phase): void;
  phaseEnded(phase: Phase, outcome: 'ok' | 'error' | 'aborted'): void;
  /** A line of its own. */
  note(line: string): void;
  /** Clears what is still being repainted. Idempotent. */
  close(): void;
}

const REPAINT_MS = 100;
const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const signs = { ok: '✓', error: '✗', aborted: '■' } as const;
const colours = { ok: '32', error: '31', aborted: '33' } as const;

/** Whether escape codes are welcome on a stream: a terminal, and nobody has set NO_COLOR. */
export function wantsColour(
  stream: Pick<ProgressStream, 'isTTY'>,
  env: Readonly<Record<string, string | undefined>> = process.env,
): boolean {
  return stream.isTTY === true && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb';
}

/**
 * Progress of a run: on a terminal one live line a phase with the elapsed time, elsewhere and in CI plain lines.
 *
 * @remarks The one part of reporting that looks at a clock, since it reports as things happen.
 */
export function createProgress(stream: ProgressStream, options: ProgressOptions = {}): Progress {
  const env = options.env ?? process.env;
  const isLive = stream.isTTY === true && (env['CI'] ?? '') === '' && env['TERM'] !== 'dumb' && options.json !== true;
  if (options.json === true) return jsonProgress(stream);
  const painter = new Painter(stream, { isLive, isColoured: wantsColour(stream, env) });
  return {
    phaseStarted: (phase) => painter.start(phase),
    phaseEnded: (phase, outcome) => painter.end(phase, outcome),
    note: (line) => painter.line(`  ${line}`),
    close: () => painter.stop(),
  };
}

function jsonProgress(stream: ProgressStream): Progress {
  const started = new Map<Phase, number>();
  const write = (value: object): void => void stream.write(`${JSON.stringify(value)}\n`);
  return {
    phaseStarted: (phase) => {
      started.set(phase, performance.now());
      write({ kind: 'phase', phase, state: 'begin' });
    },
    phaseEnded: (phase, outcome) => {
      const durationMs = Math.round(performance.now() - (started.get(phase) ?? performance.now()));
      write({ kind: 'phase', phase, state: 'end', outcome, durationMs });
    },
    note: (message) => write({ kind: 'note', message }),
    close: () => undefined,
  };
}

class Painter {
  private readonly stream: ProgressStream;
  private readonly isLive: boolean;
  private readonly isColoured: boolean;
  private timer: NodeJS.Timeout | null = null;
  private current: { readonly phase: Phase; readonly startMs: number } | null = null;
  private frame = 0;

  constructor(stream: ProgressStream, look: { readonly isLive: boolean; readonly isColoured: boolean }) {
    this.stream = stream;
    this.isLive = look.isLive;
    this.isColoured = look.isColoured;
  }

  start(phase: Phase): void {
    this.current = { phase, startMs: performance.now() };
    if (!this.isLive) return this.line(`… ${phase}`);
    this.paint();
    this.timer ??= setInterval(() => this.paint(), REPAINT_MS).unref();
  }

  end(phase: Phase, outcome: keyof typeof signs): void {
    const startMs = this.current?.phase === phase ? this.current.startMs : performance.now();
    this.stop();
    const sign = this.isColoured ? `\u001b[${colours[outcome]}m${signs[outcome]}\u001b[0m` : signs[outcome];
    const elapsed = readableMs(performance.now() - startMs);
    this.line(`${sign} ${phase.padEnd(11)} ${elapsed.padStart(8)}${outcome === 'ok' ? '' : `  ${outcome}`}`);
  }

  line(text: string): void {
    this.clear();
    this.stream.write(`${text}\n`);
    this.paint();
  }

  stop(): void {
    this.clear();
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
    this.current = null;
  }

  private paint(): void {
    if (!this.isLive || this.current === null) return;
    const { phase, startMs } = this.current;
    this.frame = (this.frame + 1) % frames.length;
    const elapsed = readableMs(performance.now() - startMs);
    const text = `${frames[this.frame] ?? ''} ${phase.padEnd(11)} ${elapsed.padStart(8)}`;
    this.stream.write(`\r\u001b[2K${text.slice(0, this.stream.columns ?? 80)}`);
  }

  private clear(): void {
    if (this.isLive && this.current !== null) this.stream.write('\r\u001b[2K');
  }
}
