import { formatDuration } from '../../model/duration.ts';
import { outcomeOf, type SummaryRow } from '../../model/summary.ts';
import type { TerminalEnv } from '../text/paint.ts';
import { jsonLines, LiveLine, type ProgressStream } from './live-line.ts';

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
  /** That of the process by default. */
  readonly env?: TerminalEnv;
}

const signs = { valid: '✓', invalid: '✗', unknown: '?', failed: '✗', notRun: '–' } as const;
const looks = { valid: 'valid', invalid: 'invalid', unknown: 'unknown', failed: 'invalid', notRun: 'dim' } as const;

/** Progress of a batch: on a terminal one live line with both times, elsewhere and in CI a line at each begin and end. */
export function createBatchProgress(stream: ProgressStream, { total, json, env }: BatchOptions): BatchProgress {
  if (json) return jsonProgress(stream, total);
  const live = new LiveLine(stream, env);
  const startMs = performance.now();
  const place = (number: number): string => `${String(number).padStart(String(total).length)} of ${total}`;
  let now = '';
  return {
    began: (scenario, number) => {
      const title = `${place(number)} ${scenario}`;
      now = 'starting';
      live.begin(title, (elapsedMs) => {
        const times = `${formatDuration(elapsedMs)} · ${formatDuration(performance.now() - startMs)} in all`;
        return `${title} · ${now} · ${times}`;
      });
    },
    doing: (what) => {
      now = what;
      live.repaint();
    },
    ended: (row, number) => {
      live.end();
      const outcome = outcomeOf(row);
      const took = row.state === 'not-run' ? '' : `  ${formatDuration(row.durationMs)}`;
      const why = row.why === null ? '' : `  ${row.why}`;
      live.line(`${live.paint(looks[outcome], signs[outcome])} ${place(number)} ${row.scenario}${took}${why}`);
    },
    note: (line) => live.line(`  ${line}`),
    close: () => void live.end(),
  };
}

function jsonProgress(stream: ProgressStream, total: number): BatchProgress {
  let running: string | null = null;
  const write = jsonLines(stream);
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
