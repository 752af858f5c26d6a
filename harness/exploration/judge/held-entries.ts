import type { Evidence } from '../../model/evidence.ts';
import type { ExplorationAction } from '../../model/exploration-action.ts';
import { type EntryOf, entriesOf } from '../../model/journal.ts';
import type { StrikeAt } from '../strike/point-task.ts';

/** A strike that is to be proved to have fallen at its point. */
export interface ProvedStrike extends StrikeAt {
  readonly action: ExplorationAction;
}

/** The relay's entries about the call at the point, from its hold on. */
export function heldEntries(
  { arrival, point: { place } }: Pick<ProvedStrike, 'arrival' | 'point'>,
  { journal }: Pick<Evidence, 'journal'>,
): readonly EntryOf<'held'>[] {
  const call = arrival?.boundary.call;
  return entriesOf(journal, 'held').filter((entry) => entry.call === call && entry.side === place.side);
}
