import type { EventHistory } from '../../model/event-history.ts';
import type { ComponentRow } from '../../model/evidence.ts';
import type { JournalEntry } from '../../model/journal.ts';
import type { Job } from '../../model/plan.ts';

/** One thing that a trial found out about the system. */
export interface TrialItem {
  readonly what: string;
  /** `note`: nothing is wrong, but an exploration shows less. */
  readonly state: 'ok' | 'bad' | 'note';
  /** One sentence of what was seen. */
  readonly seen: string;
  /** What to do; null: nothing. */
  readonly advice: string | null;
}

/** What a trial left. */
export interface TrialEvidence {
  readonly jobs: readonly Job[];
  readonly journal: readonly JournalEntry[];
  readonly histories: readonly EventHistory[];
  readonly components: readonly ComponentRow[];
}

/** An item of something that is as it should be. */
export function ok(what: string, seen: string): TrialItem {
  return { what, state: 'ok', seen, advice: null };
}

/** An item of something that is wrong. */
export function bad(what: string, seen: string, advice: string): TrialItem {
  return { what, state: 'bad', seen, advice };
}

/** An item of something that is not wrong, with which an exploration shows less. */
export function note(what: string, seen: string, advice: string): TrialItem {
  return { what, state: 'note', seen, advice };
}
