import { type EventHistory, textAttribute } from '../../model/event-history.ts';
import type { LedgerLine } from '../../model/evidence.ts';
import { chainOf } from '../../model/execution-chains.ts';
import type { ToldViolation } from '../../model/violation.ts';
import { endOf } from '../evidence/activity-records.ts';
import { describeEffect, requesterOf } from './describe-effect.ts';
import type { PlacedEffect } from './placed-effects.ts';

/** Times are compared in whole milliseconds. */
const RESOLUTION_MS = 1;

/** The effects of closed steps that were applied after the client could hear of the end of their workflow. */
export function effectsAfterEnd(
  histories: readonly EventHistory[],
  placed: readonly PlacedEffect[],
): ReadonlyMap<LedgerLine, ToldViolation> {
  const ends = endsOf(histories);
  const aheadMs = mostAheadMs(placed);
  return new Map(
    placed.flatMap((one): (readonly [LedgerLine, ToldViolation])[] => {
      const endMs = ends.get(one.workflowId);
      const isLate = endMs !== undefined && timeOf(one.line) - endMs > aheadMs + RESOLUTION_MS;
      return isLate && one.places.every(({ step }) => step.closedAt !== null)
        ? [[one.line, violationOf(one, endMs)]]
        : [];
    }),
  );
}

/**
 * How far the ledger's clock may be ahead of Temporal's, in milliseconds.
 *
 * @remarks No effect is applied before its activity was scheduled. So the shortest time from the one to the other, each
 * by its own clock, is at least the lead of the ledger's clock. On one host it is the time of a request.
 */
function mostAheadMs(placed: readonly PlacedEffect[]): number {
  const leads = placed.map(
    ({ line, places }) => timeOf(line) - Math.min(...places.map(({ step }) => step.scheduledMs)),
  );
  return Math.max(0, Math.min(...leads));
}

/** When each workflow ended that has ended for its client: not by a run that another one continues. */
function endsOf(histories: readonly EventHistory[]): ReadonlyMap<string, number> {
  const runs = Map.groupBy(histories, ({ workflowId }) => workflowId);
  return new Map(
    [...runs].flatMap(([workflowId, some]): (readonly [string, number])[] => {
      const current = chainOf(some).current.at(-1);
      const last = current?.events.at(-1);
      const isEnded = some.every((history) => endOf(history) !== null);
      if (!isEnded || last === undefined || (textAttribute(last, 'newExecutionRunId') ?? '') !== '') return [];
      return [[workflowId, Date.parse(last.eventTime)]];
    }),
  );
}

function violationOf(one: PlacedEffect, endMs: number): ToldViolation {
  const { line, workflowId } = one;
  const detail = `${describeEffect(line)} was applied ${timeOf(line) - endMs} ms after the workflow's end.`;
  const [expected, actual] = [`by ${new Date(endMs).toISOString()}`, line.time];
  return { workflowId, violation: 'after-end', detail, ...requesterOf(one), expected, actual, lines: [line.sequence] };
}

function timeOf({ time }: LedgerLine): number {
  return Date.parse(time);
}
