import type { Families } from '../../checks/comparison/families.ts';
import type { ExploredWorkflow } from '../../model/config.ts';
import type { Journal } from '../../model/journal.ts';
import type { Probes } from '../../model/probes.ts';
import type { Stack } from '../../model/stack.ts';
import type { SubjectBooks } from '../../model/subject-books.ts';
import type { CutInterceptor } from './cut-interceptor.ts';
import type { PathReplays } from './path-replays.ts';

/** The context that the steps of an exploration share once the system is up. */
export interface ExplorationContext {
  /** The workflow type. */
  readonly workflow: string;
  readonly explored: ExploredWorkflow;
  /** The books that the subject keeps. */
  readonly keeps: SubjectBooks;
  /** Part of every workflow id of this exploration. */
  readonly runId: string;
  readonly stack: Stack;
  readonly probes: Probes;
  readonly journal: Journal;
  readonly interceptor: CutInterceptor;
  readonly paths: PathReplays;
  readonly families: Families;
  /** Aborts the exploration: what was done so far is judged. */
  readonly signal: AbortSignal;
}
