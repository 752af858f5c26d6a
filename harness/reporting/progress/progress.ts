import type { Phase } from '../../model/journal-entry.ts';
import type { TerminalEnv } from '../text/paint.ts';
import { jsonLines, LiveLine, type PhaseOutcome, type ProgressStream, phaseLine } from './live-line.ts';

/** How progress is shown. */
export interface ProgressOptions {
  /** One JSON object a line instead of text. */
  readonly json?: boolean;
  /** That of the process by default. */
  readonly env?: TerminalEnv;
}

/** Tells a person how far a run is. */
export interface Progress {
  phaseStarted(phase: Phase): void;
  phaseEnded(phase: Phase, outcome: PhaseOutcome): void;
  /** A line of its own. */
  note(line: string): void;
  /** Clears what is still being repainted. Idempotent. */
  close(): void;
}

/** Progress of a run: on a terminal one live line a phase with the elapsed time, elsewhere and in CI plain lines. */
export function createProgress(stream: ProgressStream, { json = false, env }: ProgressOptions = {}): Progress {
  if (json) return jsonProgress(stream);
  const live = new LiveLine(stream, env);
  return {
    phaseStarted: (phase) => live.begin(phase, (elapsedMs) => phaseLine(phase, elapsedMs)),
    phaseEnded: (phase, outcome) => {
      const ended = phaseLine(phase, live.end());
      live.line(`${live.signOf(outcome)} ${ended}${outcome === 'ok' ? '' : `  ${outcome}`}`);
    },
    note: (line) => live.line(`  ${line}`),
    close: () => void live.end(),
  };
}

function jsonProgress(stream: ProgressStream): Progress {
  const started = new Map<Phase, number>();
  const write = jsonLines(stream);
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
