import { correctRun } from '../../contracts/sample-run/correct-run.ts';
import { historyBuilder } from '../../contracts/sample-run/history-builder.ts';
import { type Dated, journalOf } from '../../contracts/sample-run/journal-builder.ts';
import type { Place } from '../../model/crash-point.ts';
import type { EventHistory } from '../../model/event-history.ts';
import type { CheckpointRow, Evidence, LedgerLine } from '../../model/evidence.ts';
import { whyUnproved } from '../judge/proof.ts';
import { activityPlace } from './boundaries.ts';
import { heldEntries, type StrikeFacts, struckAt, WORKFLOW_ID } from './struck.ts';

/** The books of a strike, as far as they differ from those of a proved one. */
export interface Books {
  readonly journal?: readonly Dated[];
  readonly history?: EventHistory | null;
  /** Event histories of further runs, and of other workflows. */
  readonly further?: readonly EventHistory[];
  readonly components?: Evidence['components'];
  readonly effects?: readonly LedgerLine[];
  readonly checkpoints?: readonly CheckpointRow[];
}

/** Activity 1 of a workflow, completed by an attempt; and how a workflow task of it ended. */
export function history(attempt = 2): EventHistory {
  const builder = historyBuilder(WORKFLOW_ID, { atMs: 2000, type: 'ingest', args: [] });
  builder.workflowTask(2100);
  builder.activity({ atMs: 2200, type: 'publish', input: null, result: null, attempt });
  return builder.history();
}

/**
 * Why a strike at a place isn't proved by these books; null if it is.
 *
 * @remarks All three books are asked, even if a test is about one of them: null says that none of them doubts.
 */
export function proofOf(place: Place, books: Books = {}, facts: StrikeFacts = {}): string | null {
  const collected = <T>(rows: readonly T[]) => ({ state: 'collected', rows }) as const;
  const { journal = dropped(place), history: told = history(), effects = [], checkpoints = [] } = books;
  return whyUnproved(struckAt(place, facts), {
    ...correctRun(),
    journal: journalOf(journal),
    eventHistories: collected([...(told === null ? [] : [told]), ...(books.further ?? [])]),
    components: books.components ?? correctRun().components,
    effects: collected(effects),
    checkpoints: collected(checkpoints),
  });
}

/** The relay's entries about a call that was held at a place until its worker died. */
export function dropped({ side }: Place): readonly Dated[] {
  return heldEntries(side, 'held', 'dropped');
}

/** The completion of activity 1. */
export const completion = (side: 'request' | 'reply'): Place => activityPlace('1', 'completion', { side });

/** The lives of the components, with a first one that ended in a way: by SIGKILL of a fault unless said otherwise. */
export function killed(component: string, end: object = {}): Evidence['components'] {
  const life = { incarnation: 1, pid: 20, startedMs: 100, exitedMs: 3010, exitCode: null, oomKilled: false };
  const incarnation = { ...life, signal: 'SIGKILL', purpose: 'fault' as const, ...end };
  return { state: 'collected', rows: [{ component, role: 'worker', incarnations: [incarnation] }] };
}
