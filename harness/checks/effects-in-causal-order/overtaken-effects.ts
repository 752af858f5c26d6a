import type { LedgerLine } from '../../model/evidence.ts';
import type { Violation } from '../../model/violation.ts';
import { describeEffect } from './describe-effect.ts';
import type { PlacedEffect } from './placed-effects.ts';

/** The effects that were applied after one of a step that was asked for once their own step was closed. */
export function overtakenEffects(placed: readonly PlacedEffect[]): ReadonlyMap<LedgerLine, Violation> {
  const ofHistory = Map.groupBy(placed, ({ history }) => history);
  const found = [...ofHistory.values()].flatMap((effects) =>
    effects.flatMap((one): (readonly [LedgerLine, Violation])[] => {
      const other = effects.find((later) => isOvertakenBy(one, later));
      return other === undefined ? [] : [[one.line, violationOf(one, other)]];
    }),
  );
  return new Map(found);
}

/** Whether an effect has a step before another's, and was applied after it. */
function isOvertakenBy({ line, step: { closedAt } }: PlacedEffect, other: PlacedEffect): boolean {
  return closedAt !== null && closedAt <= other.step.askedAt && other.line.sequence < line.sequence;
}

function violationOf({ line, step, workflowId }: PlacedEffect, other: PlacedEffect): Violation {
  const own = `${step.type} (activity ${step.activityId}, attempt ${line.activity?.attempt ?? 1})`;
  const next = `${other.step.type} (activity ${other.step.activityId})`;
  const [expected, actual] = [`${describeEffect(line)} before ${describeEffect(other.line)}`, `the other way round`];
  const detail = `${own} was closed before ${next} was asked for, but ${describeEffect(line)} was applied after ${describeEffect(other.line)}.`;
  return {
    workflowId,
    violation: 'out-of-order',
    detail,
    expected,
    actual,
    lines: [line.sequence, other.line.sequence],
  };
}
