import type { Evidence } from '../../model/evidence.ts';
import { type EntryOf, entriesOf } from '../../model/journal.ts';
import type { PlannedFault } from '../../model/plan.ts';

/** By how much two instants of the evidence may miss each other, in milliseconds: timers and clocks are rounded. */
export const TOLERANCE_MS = 50;

/** A step of a fault, as journalled. */
export type FaultStep = EntryOf<'fault'>;

/** A planned fault beside the journal's record of it. */
export interface JournalledStrike {
  readonly evidence: Evidence;
  readonly planned: PlannedFault;
  /** Its moment came. */
  readonly reached: FaultStep;
  /** Its injection began. */
  readonly injecting: FaultStep;
}

/**
 * The entry from which on the moment was waited for: the begin of the injection phase, or the healing of the fault that
 * the plan names before it. Undefined if the journal lacks it.
 */
export function armedAt({ evidence, planned }: JournalledStrike): EntryOf<'fault' | 'phase'> | undefined {
  const { journal } = evidence;
  if (planned.after === undefined) {
    return entriesOf(journal, 'phase').find((entry) => entry.phase === 'injection' && entry.state === 'begin');
  }
  return entriesOf(journal, 'fault').find((entry) => entry.faultId === planned.after && entry.step === 'healed');
}
