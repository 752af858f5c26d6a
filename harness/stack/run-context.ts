import type { Journal } from '../model/journal.ts';
import type { Reaper } from '../reaper/start-reaper.ts';

/** What every part of a stack needs. */
export interface RunContext {
  readonly runId: string;
  readonly journal: Journal;
  readonly reaper: Reaper;
  /** The run's own folder, gone after the run. */
  readonly folder: string;
  readonly logsFolder: string;
  /** Aborts when the stack is taken down. */
  readonly signal: AbortSignal;
}
