import type { Finding } from '../../model/check.ts';
import { withoutGenerated } from './generated-values.ts';
import { type Outcome, type ReferenceOutcome, sameEndState, sameWork, stateDiffers, workDiffers } from './outcome.ts';
import { type DifferingValues, sameValues, valuesThatDiffer } from './values.ts';

/**
 * A struck workflow compared with one run without a fault, as findings: the reference that is nearest to it.
 *
 * @remarks End, work and values must be those of the same reference: an end of one beside the work of another is none of
 * the ways in which the workflow goes without a fault.
 */
export function compareOutcomes(outcome: Outcome, references: readonly ReferenceOutcome[]): readonly Finding[] {
  const nearest = nearestTo(outcome, references);
  if (nearest === undefined) return [sameEndState(outcome, []), sameWork(outcome, [])];
  const { reference, found } = nearest;
  const state = withoutGenerated(outcome.state, reference.generated);
  const values = sameValues(outcome.values, reference.expected, found);
  return [sameEndState({ state }, [reference]), sameWork(outcome, [reference]), ...(values === null ? [] : [values])];
}

interface Near {
  readonly reference: ReferenceOutcome;
  readonly found: DifferingValues;
  /** How many things differ: an end state and all values together count as one each. */
  readonly far: number;
}

function nearestTo(outcome: Outcome, references: readonly ReferenceOutcome[]): Near | undefined {
  let nearest: Near | undefined;
  for (const reference of references) {
    if (nearest?.far === 0) break;
    const one = near(outcome, reference);
    if (nearest === undefined || one.far < nearest.far) nearest = one;
  }
  return nearest;
}

function near(outcome: Outcome, reference: ReferenceOutcome): Near {
  const found = valuesThatDiffer(outcome.values, reference.expected);
  const own = withoutGenerated(outcome.state, reference.generated);
  const state = stateDiffers({ state: own }, reference).length === 0 ? 0 : 1;
  const values = found.harmful.length === 0 ? 0 : 1;
  return { reference, found, far: state + values + workDiffers(outcome.work, reference.work).length };
}
