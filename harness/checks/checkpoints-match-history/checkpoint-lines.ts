import type { EventHistory } from '../../model/event-history.ts';
import type { CheckpointRow } from '../../model/evidence.ts';
import { joinedHistory, type Line, placeInLine } from '../../model/execution-chains.ts';
import { type ActivityRecord, activityRecords } from '../evidence/activity-records.ts';
import type { JobRecord } from '../evidence/job-records.ts';
import { localActivityRecords } from '../evidence/local-activities.ts';

/** The runs of a workflow that follow one another, as one event history. */
export interface CheckpointLine {
  readonly history: EventHistory;
  /** Local ones too, in the order of their events. */
  readonly activities: readonly ActivityRecord[];
  /** Those of them that are local. */
  readonly local: ReadonlySet<ActivityRecord>;
  /** An event in words: `event 12`, or `event 12 of run 2`. */
  placeOf(eventId: number): string;
}

/** The lines of a job's workflow, the current one last. Only a reset makes more than one. */
export function checkpointLines({ chain }: JobRecord): readonly CheckpointLine[] {
  return chain.lines.map((line) => lineCase(line));
}

function lineCase(line: Line): CheckpointLine {
  const history = joinedHistory(line);
  const local = localActivityRecords(history);
  const activities = [...activityRecords(history), ...local].toSorted(
    (a, b) => a.scheduledEventId - b.scheduledEventId,
  );
  return { history, activities, local: new Set(local), placeOf: (eventId) => placeInLine(line, eventId) };
}

/**
 * The activities that may have written a row: those of its activity id, of which each run of a workflow may have one.
 * If there is none, those local ones whose markers don't say their id.
 */
export function writersOf({ activities, local }: CheckpointLine, row: CheckpointRow): readonly ActivityRecord[] {
  const named = activities.filter((activity) => activity.activityId === row.activityId);
  return named.length > 0 ? named : [...local].filter((activity) => activity.activityId === '');
}
