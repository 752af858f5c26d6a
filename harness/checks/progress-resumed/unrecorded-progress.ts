import type { Evidence, LedgerLine } from '../../model/evidence.ts';
import { entriesOf } from '../../model/journal.ts';
import { isBeyond } from './covered-progress.ts';
import type { ResumedAttempt } from './effect-attempts.ts';

/**
 * How much of the progress of earlier attempts the server never had.
 *
 * @remarks An SDK sends at most one heartbeat in each throttle interval
 * ({@link https://docs.temporal.io/encyclopedia/detecting-activity-failures#throttling | throttling}), and drops the one
 * that waits if the attempt ends. The gateway sees what was sent, the next dispatch says what was recorded, and the
 * ledger what was done. It is no defect: the work beyond is only done again.
 */
export interface UnrecordedProgress {
  /** The heartbeats of earlier attempts that the server took. */
  readonly heartbeats: number;
  /** The effects that earlier attempts had asked for, beyond the progress that was given to this one. */
  readonly beyond: number;
}

/** What the server never heard of the progress before an attempt. */
export function unrecordedProgress(
  { journal }: Evidence,
  lines: readonly LedgerLine[],
  { rule, workflowId, activityId, attempt, covered }: ResumedAttempt,
): UnrecordedProgress {
  const heartbeats = entriesOf(journal, 'call').filter(
    (call) =>
      call.method.startsWith('RecordActivityTaskHeartbeat') &&
      call.grpcStatus === 0 &&
      call.workflowId === workflowId &&
      call.activityId === activityId &&
      (call.attempt ?? attempt) < attempt,
  );
  const beyond = lines.filter(
    ({ kind, activity, subject }) =>
      kind === rule.effect &&
      activity?.workflowId === workflowId &&
      activity.activityId === activityId &&
      activity.attempt < attempt &&
      isBeyond(covered, subject[rule.field]),
  );
  return { heartbeats: heartbeats.length, beyond: new Set(beyond.map((line) => line.subject[rule.field])).size };
}
