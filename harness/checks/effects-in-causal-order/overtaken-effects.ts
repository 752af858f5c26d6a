import type { LedgerLine } from '../../model/evidence.ts';
import type { ToldViolation } from '../../model/violation.ts';
import { describeEffect, requesterOf } from './describe-effect.ts';
import type { Place, PlacedEffect } from './placed-effects.ts';

/** The effects that were applied after one of a step that was asked for once their own step was closed. */
export function overtakenEffects(placed: readonly PlacedEffect[]): ReadonlyMap<LedgerLine, ToldViolation> {
  const ofWorkflow = Map.groupBy(placed, ({ workflowId }) => workflowId);
  const found = [...ofWorkflow.values()].flatMap((effects) =>
    effects.flatMap((one): (readonly [LedgerLine, ToldViolation])[] => {
      const other = effects.find((later) => later.line.sequence < one.line.sequence && isBefore(one, later));
      return other === undefined ? [] : [[one.line, violationOf(one, other)]];
    }),
  );
  return new Map(found);
}

/** Whether an effect comes before another by each step that may have asked for them. */
function isBefore(one: PlacedEffect, other: PlacedEffect): boolean {
  return one.places.every((place) => other.places.every((later) => precedes(place, later)));
}

function precedes({ run, step: { closedAt } }: Place, later: Place): boolean {
  return closedAt !== null && (run === later.run ? closedAt <= later.step.askedAt : run < later.run);
}

function violationOf(one: PlacedEffect, other: PlacedEffect): ToldViolation {
  const { line, workflowId } = one;
  const { step: next } = other.places[0];
  const after = `${next.type} (activity ${next.activityId}) was asked for`;
  const wrong = `${describeEffect(line)} was applied after ${describeEffect(other.line)}`;
  const detail = `It was closed before ${after}, but ${wrong}.`;
  const inOrder = (a: LedgerLine, b: LedgerLine): string => `${describeEffect(a)} before ${describeEffect(b)}`;
  const [expected, actual] = [inOrder(line, other.line), inOrder(other.line, line)];
  return {
    workflowId,
    violation: 'out-of-order',
    detail,
    ...requesterOf(one),
    expected,
    actual,
    lines: [line.sequence, other.line.sequence],
  };
}
