import type { PointResult } from '../../model/exploration.ts';
import type { ExplorationPhase, ExplorationStep } from '../../model/exploration-step.ts';
import { type ProgressStream, wantsColour } from '../progress.ts';
import { readableMs } from '../readable-ms.ts';
import { describeStep, noStep } from './describe-step.ts';

/** How far an exploration is, for a person or a program. */
export interface ExplorationProgress {
  phaseStarted(phase: ExplorationPhase): void;
  phaseEnded(phase: ExplorationPhase, outcome: 'ok' | 'error' | 'aborted'): void;
  /** What has changed since; the rest stays as it was within the phase. */
  advanced(step: Partial<ExplorationStep>): void;
  /** Work went wrong at a point: a line of its own, at once. */
  failed(result: Pick<PointResult, 'point' | 'action' | 'sentence'>): void;
  /** A line of its own. */
  note(line: string): void;
  /** Clears what is still being repainted. Idempotent. */
  close(): void;
}

/** How progress is shown. */
export interface ExplorationProgressOptions {
  /** One JSON object a line instead of text. */
  readonly json: boolean;
  /** The environment that says CI and NO_COLOR; that of the process by default. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** How often a line is written where no line can be repainted; 5 s by default. */
  readonly everyMs?: number;
}

const REPAINT_MS = 100;
const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const signs = { ok: '✓', error: '✗', aborted: '■' } as const;
const colours = { ok: '32', error: '31', aborted: '33' } as const;

/**
 * Progress of an exploration: on a terminal one live line, elsewhere and in CI a line every few seconds.
 *
 * @remarks Looks at a clock, as the progress of one run does, since it reports as things happen.
 */
export function createExplorationProgress(
  stream: ProgressStream,
  options: ExplorationProgressOptions,
): ExplorationProgress {
  const env = options.env ?? process.env;
  const everyMs = options.everyMs ?? 5000;
  if (options.json) return jsonProgress(stream, everyMs);
  const isLive = stream.isTTY === true && (env['CI'] ?? '') === '' && env['TERM'] !== 'dumb';
  const painter = new StepPainter(stream, { isLive, isColoured: wantsColour(stream, env), everyMs });
  return {
    phaseStarted: (phase) => painter.start(phase),
    phaseEnded: (phase, outcome) => painter.end(phase, outcome),
    advanced: (step) => painter.advance(step),
    failed: ({ point, action, sentence }) => painter.wrong(`${point} · ${action}: ${sentence}`),
    note: (line) => painter.line(`  ${line}`),
    close: () => painter.stop(),
  };
}

function jsonProgress(stream: ProgressStream, everyMs: number): ExplorationProgress {
  const write = (value: object): void => void stream.write(`${JSON.stringify(value)}\n`);
  let step: ExplorationStep = noStep;
  let running: ExplorationPhase | null = null;
  let startMs = performance.now();
  let writtenMs = Number.NEGATIVE_INFINITY;
  return {
    phaseStarted: (phase) => {
      [running, startMs, step, writtenMs] = [phase, performance.now(), noStep, Number.NEGATIVE_INFINITY];
      write({ kind: 'phase', phase, state: 'begin' });
    },
    phaseEnded: (phase, outcome) => {
      const durationMs = Math.round(performance.now() - startMs);
      write({ kind: 'phase', phase, state: 'end', outcome, durationMs, ...step });
    },
    advanced: (changed) => {
      step = { ...step, ...changed };
      if (performance.now() - writtenMs < everyMs) return;
      writtenMs = performance.now();
      write({ kind: 'progress', phase: running, elapsedMs: Math.round(performance.now() - startMs), ...step });
    },
    failed: ({ point, action, sentence }) => write({ kind: 'failed', point, action, sentence }),
    note: (message) => write({ kind: 'note', message }),
    close: () => undefined,
  };
}

interface Look {
  readonly isLive: boolean;
  readonly isColoured: boolean;
  readonly everyMs: number;
}

class StepPainter {
  private readonly stream: ProgressStream;
  private readonly look: Look;
  private timer: NodeJS.Timeout | null = null;
  private current: { readonly phase: ExplorationPhase; readonly startMs: number } | null = null;
  private step: ExplorationStep = noStep;
  private writtenMs = 0;
  private frame = 0;

  constructor(stream: ProgressStream, look: Look) {
    this.stream = stream;
    this.look = look;
  }

  start(phase: ExplorationPhase): void {
    this.stop();
    this.current = { phase, startMs: performance.now() };
    this.step = noStep;
    this.writtenMs = performance.now();
    if (!this.look.isLive) return this.line(`… ${phase}`);
    this.paint();
    this.timer = setInterval(() => this.paint(), REPAINT_MS).unref();
  }

  advance(changed: Partial<ExplorationStep>): void {
    this.step = { ...this.step, ...changed };
    if (this.look.isLive) return this.paint();
    if (this.current === null || performance.now() - this.writtenMs < this.look.everyMs) return;
    this.writtenMs = performance.now();
    this.line(`  ${this.text()}`);
  }

  end(phase: ExplorationPhase, outcome: keyof typeof signs): void {
    const startMs = this.current?.phase === phase ? this.current.startMs : performance.now();
    const done = describeStep(this.step, null);
    this.stop();
    const took = readableMs(performance.now() - startMs).padStart(11);
    const said = [...(outcome === 'ok' ? [] : [outcome]), ...done].join(' · ');
    this.line(`${this.colour(colours[outcome], signs[outcome])} ${phase.padEnd(10)} ${took}  ${said}`.trimEnd());
  }

  wrong(text: string): void {
    this.line(`${this.colour(colours.error, '✗')} ${text}`);
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

  private text(): string {
    if (this.current === null) return '';
    const elapsedMs = performance.now() - this.current.startMs;
    return [this.current.phase, ...describeStep(this.step, elapsedMs)].join(' · ');
  }

  private paint(): void {
    if (!this.look.isLive || this.current === null) return;
    this.frame = (this.frame + 1) % frames.length;
    const text = `${frames[this.frame] ?? ''} ${this.text()}`;
    this.stream.write(`\r\u001b[2K${text.slice(0, this.stream.columns ?? 80)}`);
  }

  private clear(): void {
    if (this.look.isLive && this.current !== null) this.stream.write('\r\u001b[2K');
  }

  private colour(code: string, text: string): string {
    return this.look.isColoured ? `\u001b[${code}m${text}\u001b[0m` : text;
  }
}
