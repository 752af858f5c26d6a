import { outcomeOf, type SummaryRow } from '../model/summary.ts';
import { type ProgressStream, wantsColour } from './progress.ts';
import { readableMs } from './readable-ms.ts';

/** How far a batch of scenarios is, for a person or a program. */
export interface BatchProgress {
  /** A scenario is started, as the n-th. */
  began(scenario: string, number: number): void;
  /** What the scenario that runs is about to do. */
  doing(what: string): void;
  /** A scenario has ended, or was not started at all. */
  ended(row: SummaryRow, number: number): void;
  /** A line of its own. */
  note(line: string): void;
  /** Clears what is still being repainted. Idempotent. */
  close(): void;
}

/** What a batch is, and how its progress is shown. */
export interface BatchOptions {
  /** How many scenarios there are. */
  readonly total: number;
  /** One JSON object a line instead of text. */
  readonly json: boolean;
  /** The environment that says CI and NO_COLOR; that of the process by default. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

const REPAINT_MS = 100;
const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const signs = { valid: '✓', invalid: '✗', unknown: '?', failed: '✗', notRun: '–' } as const;
const colours = { valid: '32', invalid: '31', unknown: '33', failed: '31', notRun: '2' } as const;

/**
 * Progress of a batch: on a terminal one live line with both times, elsewhere and in CI a line at each begin and end.
 *
 * @remarks Looks at a clock, as the progress of one run does, since it reports as things happen.
 */
export function createBatchProgress(stream: ProgressStream, options: BatchOptions): BatchProgress {
  const env = options.env ?? process.env;
  if (options.json) return jsonProgress(stream, options.total);
  const isLive = stream.isTTY === true && (env['CI'] ?? '') === '' && env['TERM'] !== 'dumb';
  const painter = new BatchPainter(stream, { isLive, isColoured: wantsColour(stream, env), total: options.total });
  return {
    began: (scenario, number) => painter.start(scenario, number),
    doing: (what) => painter.doing(what),
    ended: (row, number) => painter.end(row, number),
    note: (line) => painter.line(`  ${line}`),
    close: () => painter.stop(),
  };
}

function jsonProgress(stream: ProgressStream, total: number): BatchProgress {
  let running: string | null = null;
  const write = (value: object): void => void stream.write(`${JSON.stringify(value)}\n`);
  return {
    began: (scenario, number) => {
      running = scenario;
      write({ kind: 'scenario', scenario, number, total, state: 'begin' });
    },
    doing: (what) => write({ kind: 'doing', scenario: running, what }),
    ended: (row, number) => {
      write({ kind: 'scenario', scenario: row.scenario, number, total, state: 'end', outcome: outcomeOf(row) });
    },
    note: (message) => write({ kind: 'note', message }),
    close: () => undefined,
  };
}

interface Look {
  readonly isLive: boolean;
  readonly isColoured: boolean;
  readonly total: number;
}

interface Running {
  readonly scenario: string;
  readonly number: number;
  readonly startMs: number;
}

class BatchPainter {
  private readonly stream: ProgressStream;
  private readonly look: Look;
  private readonly startMs = performance.now();
  private timer: NodeJS.Timeout | null = null;
  private current: Running | null = null;
  private what = '';
  private frame = 0;

  constructor(stream: ProgressStream, look: Look) {
    this.stream = stream;
    this.look = look;
  }

  start(scenario: string, number: number): void {
    if (!this.look.isLive) this.line(`… ${this.place(number)} ${scenario}`);
    this.current = { scenario, number, startMs: performance.now() };
    this.what = 'starting';
    this.paint();
    if (this.look.isLive) this.timer ??= setInterval(() => this.paint(), REPAINT_MS).unref();
  }

  doing(what: string): void {
    this.what = what;
    this.paint();
  }

  end(row: SummaryRow, number: number): void {
    this.stop();
    const outcome = outcomeOf(row);
    const sign = this.look.isColoured ? `\u001b[${colours[outcome]}m${signs[outcome]}\u001b[0m` : signs[outcome];
    const took = row.state === 'not-run' ? '' : `  ${readableMs(row.durationMs)}`;
    this.line(`${sign} ${this.place(number)} ${row.scenario}${took}${row.why === null ? '' : `  ${row.why}`}`);
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

  private place(number: number): string {
    return `${String(number).padStart(String(this.look.total).length)} of ${this.look.total}`;
  }

  private paint(): void {
    if (!this.look.isLive || this.current === null) return;
    const { scenario, number, startMs } = this.current;
    this.frame = (this.frame + 1) % frames.length;
    const nowMs = performance.now();
    const times = `${readableMs(nowMs - startMs)} · ${readableMs(nowMs - this.startMs)} in all`;
    const text = `${frames[this.frame] ?? ''} ${this.place(number)} ${scenario} · ${this.what} · ${times}`;
    this.stream.write(`\r\u001b[2K${text.slice(0, this.stream.columns ?? 80)}`);
  }

  private clear(): void {
    if (this.look.isLive && this.current !== null) this.stream.write('\r\u001b[2K');
  }
}
