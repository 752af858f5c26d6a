import { attributesOf, type EventHistory, eventsOf } from '../../model/event-history.ts';
import type { LedgerLine } from '../../model/evidence.ts';
import { chainOf } from '../../model/execution-chains.ts';
import { canonicalJson } from '../../model/json.ts';
import { type Step, stepsOf } from './causal-steps.ts';

/** A step in its run. */
export interface Place {
  readonly step: Step;
  /** The position of its run among those of its workflow. */
  readonly run: number;
}

/** An effect that was applied, with the steps that may have asked for it. */
export interface PlacedEffect {
  readonly line: LedgerLine;
  readonly workflowId: string;
  /** One, unless several runs of the workflow have an activity of that id. */
  readonly places: readonly [Place, ...Place[]];
}

/**
 * The first application of each effect, at the activity that its request names.
 *
 * @remarks An effect that an activity applies again changes no order: `side-effects-once` judges it. An effect whose request
 * names no activity, or one that no event history has, can't be placed.
 */
export function placedEffects(
  histories: readonly EventHistory[],
  lines: readonly LedgerLine[],
): readonly PlacedEffect[] {
  const places = placesOf(histories);
  const seen = new Set<string>();
  return lines.flatMap((line) => {
    if (line.outcome !== 'applied' || line.activity === null) return [];
    const { workflowId, activityId } = line.activity;
    const name = nameOfStep(workflowId, activityId);
    const [first, ...others] = places.get(name) ?? [];
    const effect = canonicalJson([name, line.kind, line.subject]);
    if (first === undefined || seen.has(effect)) return [];
    seen.add(effect);
    return [{ line, workflowId, places: [first, ...others] }];
  });
}

function placesOf(histories: readonly EventHistory[]): ReadonlyMap<string, readonly Place[]> {
  const workflows = Map.groupBy(histories, ({ workflowId }) => workflowId);
  const named = [...workflows].flatMap(([workflowId, some]) =>
    chainOf(some).runs.flatMap((history, run) => {
      const local = markersOf(history);
      return stepsOf(history).map((step) => {
        // In Go and Java local activities count for themselves, so the effect may be that of one of them.
        const isCertain = !local.includes(JSON.stringify(step.activityId));
        const place: Place = { run, step: isCertain ? step : { ...step, closedAt: null } };
        return [nameOfStep(workflowId, step.activityId), place] as const;
      });
    }),
  );
  const grouped = Map.groupBy(named, ([name]) => name);
  return new Map([...grouped].map(([name, all]) => [name, all.map(([, place]) => place)]));
}

/** What the markers of a history hold, as text: a local activity is recorded as one, with its id. */
function markersOf(history: EventHistory): string {
  const data = eventsOf(history, 'MARKER_RECORDED').flatMap((event) =>
    [...JSON.stringify(attributesOf(event)['details'] ?? null).matchAll(/"data":"([^"]*)"/g)].map(
      ([, text = '']) => text,
    ),
  );
  return data.map((text) => Buffer.from(text, 'base64').toString()).join('\n');
}

function nameOfStep(workflowId: string, activityId: string): string {
  return JSON.stringify([workflowId, activityId]);
}
