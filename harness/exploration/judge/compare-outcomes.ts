import type { Finding } from '../../model/check.ts';
import { canonicalJson } from '../../model/json.ts';
import { type Outcome, type ReferenceOutcome, sameEndState, sameWork, workDiffers } from './outcome.ts';
import { sameValues, valuesThatDiffer } from './values.ts';

/**
 * A struck workflow compared with one run without a fault, as findings: the reference that is nearest to it.
 *
 * @remarks End, work and values must be those of the same reference: an end of one beside the work of another is none of
 * the ways in which the workflow goes without a fault.
 */
export function compareOutcomes(outcome: Outcome, references: readonly ReferenceOutcome[]): readonly Finding[] {
  const nearest = nearestTo(outcome, references);
  const reference = nearest === undefined ? [] : [nearest];
  const values = nearest === undefined ? null : sameValues(outcome.values, nearest.expected);
  return [sameEndState(outcome, reference), sameWork(outcome, reference), ...(values === null ? [] : [values])];
}

function nearestTo(outcome: Outcome, references: readonly ReferenceOutcome[]): ReferenceOutcome | undefined {
  const [first, ...others] = references;
  if (first === undefined || others.length === 0) return first;
  let [nearest, least] = [first, distance(outcome, first)];
  for (const other of others) {
    if (least === 0) break;
    const far = distance(outcome, other);
    if (far < least) [nearest, least] = [other, far];
  }
  return nearest;
}

/** How many things differ: an end state and all values together count as one each. */
function distance(outcome: Outcome, reference: ReferenceOutcome): number {
  const state = canonicalJson(outcome.state) === canonicalJson(reference.state) ? 0 : 1;
  const values = valuesThatDiffer(outcome.values, reference.expected).harmful.length === 0 ? 0 : 1;
  return state + values + workDiffers(outcome.work, reference.work).length;
}
