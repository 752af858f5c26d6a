import { attributesOf, type EventHistory } from '../../model/event-history.ts';
import type { Json } from '../../model/json.ts';
import type { Job } from '../../model/plan.ts';
import type { ToldViolation } from '../../model/violation.ts';

/** The violation of a job that failed for another reason than its inputs demand. */
export function failureViolations({ workflowId, expect }: Job, { events }: EventHistory): ToldViolation[] {
  const last = events.at(-1);
  const expected = expect.failure?.type ?? null;
  const actual = last === undefined ? null : failureType(attributesOf(last)['failure']);
  if (actual === expected) return [];
  const detail = `It failed for another reason: ${actual ?? 'none is recorded'}.`;
  return [{ workflowId, violation: 'other-failure', detail, expected, actual }];
}

/** The kinds of Temporal's failures that say by themselves why something failed. */
const kinds = {
  timeoutFailureInfo: 'timeout',
  canceledFailureInfo: 'canceled',
  terminatedFailureInfo: 'terminated',
  serverFailureInfo: 'server',
} as const;

/**
 * Why something failed: the type of the application's failure, or else the kind of it; null if nothing says so.
 *
 * @remarks The failure of an activity or a child workflow only says where it failed; its cause says why. See
 * {@link https://docs.temporal.io/references/failures | Temporal's failures}.
 */
function failureType(failure: Json | undefined): string | null {
  if (!isRecord(failure)) return null;
  if ('activityFailureInfo' in failure || 'childWorkflowExecutionFailureInfo' in failure) {
    return failureType(failure['cause']);
  }
  const application = failure['applicationFailureInfo'];
  if (isRecord(application)) return typeof application['type'] === 'string' ? application['type'] : null;
  return Object.entries(kinds).find(([field]) => field in failure)?.[1] ?? null;
}

function isRecord(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
