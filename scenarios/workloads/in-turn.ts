import type { PlannedFault } from '../../harness/index.ts';

/** The faults one after the other: the moment of each is waited for once the one before is healed. */
export function inTurn(faults: readonly PlannedFault[]): PlannedFault[] {
  return faults.map((fault, index) => {
    const before = faults[index - 1];
    return before === undefined ? fault : { ...fault, after: before.id };
  });
}
