import { count } from '../../model/count.ts';
import type { EventHistory } from '../../model/event-history.ts';
import type { Evidence } from '../../model/evidence.ts';
import { type EntryOf, entriesOf } from '../../model/journal.ts';
import { activityRecords } from './activity-records.ts';
import { handOuts } from './hand-outs.ts';

/** Why activities are still open, by the calls of the workers: Temporal records no event of an attempt that fails. */
export type StuckActivities = (history: EventHistory, activityId: string) => string | null;

/**
 * Says of an activity that was never closed how its attempts went: `attempt 7 failed: TypeError, fetch failed`; null if
 * no worker had it.
 *
 * @remarks The journal is read when it is asked, because hardly any run has such an activity.
 */
export function stuckActivities({ journal }: Pick<Evidence, 'journal'>): StuckActivities {
  return ({ workflowId, runId }, activityId) => {
    const isIts = (one: Told): boolean =>
      one.workflowId === workflowId && one.activityId === activityId && (one.runId ?? runId) === runId;
    const last = handOuts(journal).findLast((one) => one.task === 'activity' && isIts(one));
    const failed = entriesOf(journal, 'call').findLast((call) => isFailure(call) && isIts(call));
    const attempt = last?.attempt ?? 1;
    if (failed !== undefined && (failed.attempt ?? attempt) >= attempt) return describeFailure(failed, attempt);
    return last === undefined ? null : `attempt ${attempt} was dispatched to ${last.component} and not answered`;
  };
}

/** Whose task it is, as far as an entry says. */
interface Told {
  readonly workflowId?: string | undefined;
  readonly runId?: string | null | undefined;
  readonly activityId?: string | null | undefined;
}

function isFailure({ method }: EntryOf<'call'>): boolean {
  return method.startsWith('RespondActivityTaskFailed');
}

function describeFailure({ attempt, failure }: EntryOf<'call'>, last: number): string {
  const why = [failure?.type ?? '', failure?.message ?? ''].filter((text) => text !== '').join(', ');
  return `attempt ${attempt ?? last} failed${why === '' ? '' : `: ${why}`}`;
}

/** Says why a workflow that has not ended is stuck, as the end of a sentence; empty if no activity is open. */
export function describeStuck(history: EventHistory, why: StuckActivities): string {
  const open = activityRecords(history).filter(({ closes }) => closes.length === 0);
  const [first] = open;
  if (first === undefined) return '';
  const reason = why(history, first.activityId);
  const others = open.length === 1 ? '' : `, and ${count(open.length - 1, 'other activity', 'other activities')} open`;
  return `${first.type} (activity ${first.activityId}) is open${reason === null ? '' : `: ${reason}`}${others}`;
}
