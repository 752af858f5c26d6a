import type { Journal } from '../model/journal.ts';
import type { Reaper } from '../reaper/start-reaper.ts';

/** The context of every part of a stack. */
export interface RunContext {
  readonly runId: string;
  readonly journal: Journal;
  readonly reaper: Reaper;
  /** The run's folder, gone after the run. */
  readonly folder: string;
  readonly logsFolder: string;
  /** Aborts when the stack is taken down. */
  readonly signal: AbortSignal;
}
