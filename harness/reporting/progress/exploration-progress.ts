import type { PointResult } from '../../model/exploration.ts';
import type { ExplorationPhase, ExplorationStep } from '../../model/exploration-step.ts';
import type { TerminalEnv } from '../text/paint.ts';
import { describeStep, noStep } from './describe-step.ts';
import { jsonLines, LiveLine, type PhaseOutcome, type ProgressStream, phaseLine } from './live-line.ts';

/** How far an exploration is, for a person or a program. */
export interface ExplorationProgress {
  phaseStarted(phase: ExplorationPhase): void;
  phaseEnded(phase: ExplorationPhase, outcome: PhaseOutcome): void;
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
  /** That of the process by default. */
  readonly env?: TerminalEnv;
  /** How often a line is written where no line can be repainted; 5 s by default. */
  readonly everyMs?: number;
}

const EVERY_MS = 5000;

/** Progress of an exploration: on a terminal one live line, elsewhere and in CI a line every few seconds. */
export function createExplorationProgress(
  stream: ProgressStream,
  { json, env, everyMs = EVERY_MS }: ExplorationProgressOptions,
): ExplorationProgress {
  if (json) return jsonProgress(stream, everyMs);
  const live = new LiveLine(stream, env);
  let step: ExplorationStep = noStep;
  let writtenMs = 0;
  return {
    phaseStarted: (phase) => {
      [step, writtenMs] = [noStep, performance.now()];
      live.begin(phase, (elapsedMs) => [phase, ...describeStep(step, elapsedMs)].join(' · '));
    },
    phaseEnded: (phase, outcome) => {
      const ended = phaseLine(phase, live.end());
      const said = [...(outcome === 'ok' ? [] : [outcome]), ...describeStep(step, null)].join(' · ');
      live.line(`${live.signOf(outcome)} ${ended}  ${said}`.trimEnd());
    },
    advanced: (changed) => {
      step = { ...step, ...changed };
      if (live.isLive) return live.repaint();
      if (live.text === '' || performance.now() - writtenMs < everyMs) return;
      writtenMs = performance.now();
      live.line(`  ${live.text}`);
    },
    failed: ({ point, action, sentence }) => live.line(`${live.signOf('error')} ${point} · ${action}: ${sentence}`),
    note: (line) => live.line(`  ${line}`),
    close: () => void live.end(),
  };
}

function jsonProgress(stream: ProgressStream, everyMs: number): ExplorationProgress {
  const write = jsonLines(stream);
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
