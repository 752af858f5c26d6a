import { HarnessError, toHarnessError } from '../errors.ts';
import type { Phase } from '../model/journal-entry.ts';
import { LONGEST_TIMER_MS } from '../wait.ts';
import type { RunParts } from './run-context.ts';

/** A phase that has ended. */
export interface PhaseRecord {
  readonly phase: Phase;
  readonly durationMs: number;
  readonly outcome: 'ok' | 'error' | 'aborted';
}

/** Runs the phases of one run, each journalled and with its own deadline. */
export interface PhaseRunner {
  run<T>(phase: Phase, limitMs: number, body: (signal: AbortSignal) => Promise<T>): Promise<T>;
  readonly records: readonly PhaseRecord[];
}

/**
 * Makes a phase runner.
 *
 * @remarks The body gets a signal that aborts at the deadline; it must end soon after. Its error then is
 * CHAOS_PHASE_TIMEOUT.
 */
export function phaseRunner(parts: RunParts): PhaseRunner {
  const records: PhaseRecord[] = [];
  return {
    records,
    run: (phase, limitMs, body) =>
      parts.hooks.phase(phase, async () => {
        const startMs = parts.journal.nowMs();
        parts.journal.write({ kind: 'phase', phase, state: 'begin' });
        const end = (outcome: PhaseRecord['outcome'], message?: string): void => {
          records.push({ phase, durationMs: parts.journal.nowMs() - startMs, outcome });
          parts.journal.write({ kind: 'phase', phase, state: 'end', outcome, ...(message ? { message } : {}) });
        };
        try {
          const result = await limited(parts.signal, { phase, limitMs, body });
          end('ok');
          return result;
        } catch (thrown) {
          const error = toHarnessError(thrown);
          end(parts.signal.aborted ? 'aborted' : 'error', `${error.code}: ${error.message}`);
          throw error;
        }
      }),
  };
}

interface Limited<T> {
  readonly phase: Phase;
  readonly limitMs: number;
  readonly body: (signal: AbortSignal) => Promise<T>;
}

async function limited<T>(outer: AbortSignal, { phase, limitMs, body }: Limited<T>): Promise<T> {
  const deadline = new AbortController();
  const late = new HarnessError(
    'CHAOS_PHASE_TIMEOUT',
    `Expected the phase ${phase} to end within ${limitMs} ms, but it did not. See the journal and the logs of the run.`,
  );
  const timer = setTimeout(() => deadline.abort(late), Math.min(limitMs, LONGEST_TIMER_MS));
  try {
    return await body(AbortSignal.any([outer, deadline.signal]));
  } finally {
    clearTimeout(timer);
  }
}
