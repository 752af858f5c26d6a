import { type EventHistory, eventTypeOf, textAttribute } from '../../model/event-history.ts';
import {
  type ActivityClose,
  type ActivityRecord,
  activityCloses,
  activityRecords,
  lookup,
  mayStayOpen,
} from '../evidence/activity-records.ts';
import type { JudgedRun } from '../evidence/judged-runs.ts';
import type { StuckActivities } from '../evidence/stuck-activities.ts';
import type { FoundInHistory } from './found-in-history.ts';

/** Each scheduled activity is closed once, after it was started, unless it may stay open. */
export function activityViolations(
  history: EventHistory,
  { mayBeOpen, closed, stuck }: Omit<JudgedRun, 'history'> & { readonly stuck: StuckActivities },
): FoundInHistory[] {
  const records = activityRecords(history);
  const known = new Set(records.map((record) => String(record.scheduledEventId)));
  const strays = history.events
    .filter((event) => lookup(activityCloses, eventTypeOf(event)) !== undefined)
    .filter((event) => !known.has(textAttribute(event, 'scheduledEventId') ?? ''))
    .map((event): FoundInHistory => {
      const detail = `Event ${event.eventId} closes an activity that was never scheduled.`;
      return { violation: 'activity', detail, expected: 'scheduled, then closed', actual: 'closed' };
    });
  const wrong = records.flatMap((record): FoundInHistory[] => {
    const isDue = record.closes.length === 0 && !mayBeOpen && !mayStayOpen(record, history, closed);
    const actual = isDue ? 'never closed' : wrongClose(record);
    if (actual === null) return [];
    const { activityId, type, attempt } = record;
    const step = `${type} (activity ${activityId})`;
    const expected = 'scheduled, started, closed once';
    const why = isDue ? stuck(history, activityId) : null;
    const detail = `Activity ${activityId} (${type}) was ${actual}${why === null ? '' : `: ${why}`}.`;
    return [{ violation: 'activity', detail, step, attempt, expected, actual }];
  });
  return [...strays, ...wrong];
}

/** What is wrong with the events that close an activity; null if nothing is. */
function wrongClose(record: ActivityRecord): string | null {
  const { closes, scheduledEventId, attempt } = record;
  if (closes.length > 1) return `closed ${closes.length} times`;
  if (closes.some((close) => close.eventId <= scheduledEventId)) return 'closed before it was scheduled';
  const isUnstarted = attempt === null && closes.some((close) => needsStart(record, close));
  return isUnstarted ? 'closed, but never started' : null;
}

/** An activity may time out, or be cancelled on the workflow's request, before a worker has started it. */
function needsStart(record: ActivityRecord, { how }: ActivityClose): boolean {
  return how === 'completed' || how === 'failed' || (how === 'canceled' && !record.cancelRequested);
}
