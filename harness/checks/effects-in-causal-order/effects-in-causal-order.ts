import { count } from '../../model/count.ts';
import type { Evidence } from '../../model/evidence.ts';
import { defineCheck, invalid, rowsOf, unknown, valid, withFirst } from '../define-check.ts';
import { effectsAfterEnd } from './effects-after-end.ts';
import { inExpectedOrder } from './expected-order.ts';
import { overtakenEffects } from './overtaken-effects.ts';
import { placedEffects } from './placed-effects.ts';

/**
 * Effects are applied in the order in which their activities depend on one another, and before the end of their workflow.
 *
 * @remarks If an activity was closed when another was asked for, the workflow counted on the first: an effect of the first
 * that is applied after one of the second comes from a zombie, and undoes what the second did. A compensation that an
 * embedding overtakes is the classical case. The order is that of the ledger, so no clock is asked. Only an effect after the
 * end of its workflow is found by the time, and only beyond the doubt about the two clocks.
 *
 * What is legal, and stays quiet: activities side by side; one that is open when the other is asked for, since it lost a race
 * or was abandoned; one that timed out while the workflow had gone on without it; a repeated request that its key absorbs;
 * an effect that the same activity applies again. `expect.order` says more where the business knows more: it also holds for
 * such activities.
 */
export const effectsInCausalOrder = defineCheck({
  name: 'effects-in-causal-order',
  invariant:
    'No effect is applied after one of a step that follows its own, after its workflow ended, or out of order.',
  books: ['effects', 'eventHistories'],
  points: {
    applies: (evidence) =>
      evidence.plan.workload.some((job) => job.expect.effects.length > 0) && !isOnlyBeside(evidence),
    references: 'violations',
  },
  judge: (evidence) => {
    const lines = rowsOf(evidence.effects);
    const histories = rowsOf(evidence.eventHistories);
    const placed = placedEffects(histories, lines);
    const asked = inExpectedOrder(evidence, lines);
    // If an effect breaks several rules, the last of these says most about it.
    const wrong = new Map([...effectsAfterEnd(histories, placed), ...overtakenEffects(placed), ...asked.violations]);
    const applied = lines.filter(({ outcome }) => outcome === 'applied').length;
    const certain = placed.filter(({ places }) => places.length === 1).length;
    const numbers = `${certain} of ${count(applied, 'effect')} by their activities, ${count(asked.pairs, 'pair')} by expectation`;
    const violations = lines.flatMap((line) => wrong.get(line) ?? []);
    if (violations.length > 0) {
      const misplaced = `${count(violations.length, 'effect')} out of order`;
      return invalid(withFirst(`${misplaced}: ${numbers}`, violations), violations);
    }
    if (applied === 0) return unknown('No effect was applied, so there was no order to judge.');
    if (placed.length === 0 && asked.pairs === 0)
      return unknown(
        `Nothing tells the order of ${count(applied, 'effect')}: no request names an activity of its workflow.`,
      );
    return valid(`All in order: ${numbers}.`);
  },
});

/**
 * Whether all effects were asked for beside the steps of these event histories: by local activities, or by children that
 * are not among them. Then a single workflow has no order to judge.
 */
function isOnlyBeside(evidence: Evidence): boolean {
  const applied = rowsOf(evidence.effects).filter(({ outcome }) => outcome === 'applied');
  if (applied.length === 0 || applied.some(({ activity }) => activity === null)) return false;
  const isPlaced = placedEffects(rowsOf(evidence.eventHistories), applied).length > 0;
  return !isPlaced && inExpectedOrder(evidence, applied).pairs === 0;
}
