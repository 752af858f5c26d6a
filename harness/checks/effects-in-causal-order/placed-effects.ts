import { type EventHistory, eventsOf, textAttribute } from '../../model/event-history.ts';
import type { LedgerLine } from '../../model/evidence.ts';
import { canonicalJson } from '../../model/json.ts';
import { type Step, stepsOf } from './causal-steps.ts';

/** An effect that was applied, at the step that asked for it. */
export interface PlacedEffect {
  readonly line: LedgerLine;
  readonly workflowId: string;
  readonly history: EventHistory;
  readonly step: Step;
}

/**
 * The first application of each effect, at the activity that its request names.
 *
 * @remarks An effect that an activity applies again changes no order: `side-effects-once` judges it. An activity that
 * can't be told is left out: the request names none, several runs of the workflow have that id, or a local activity may
 * have it too (in Go and Java these count for themselves).
 */
export function placedEffects(
  histories: readonly EventHistory[],
  lines: readonly LedgerLine[],
): readonly PlacedEffect[] {
  const steps = Map.groupBy(
    histories
      .filter((history) => !hasOwnLocalIds(history))
      .flatMap((history) => stepsOf(history).map((step) => ({ history, step }))),
    ({ history, step }) => nameOfStep(history.workflowId, step.activityId),
  );
  const seen = new Set<string>();
  return lines.flatMap((line) => {
    if (line.outcome !== 'applied' || line.activity === null) return [];
    const { workflowId, activityId } = line.activity;
    const name = nameOfStep(workflowId, activityId);
    const [found, other] = steps.get(name) ?? [];
    const effect = canonicalJson([name, line.kind, line.subject]);
    if (found === undefined || other !== undefined || seen.has(effect)) return [];
    seen.add(effect);
    return [{ line, workflowId, ...found }];
  });
}

function hasOwnLocalIds(history: EventHistory): boolean {
  return eventsOf(history, 'MARKER_RECORDED').some((event) => textAttribute(event, 'markerName') === 'LocalActivity');
}

function nameOfStep(workflowId: string, activityId: string): string {
  return JSON.stringify([workflowId, activityId]);
}
