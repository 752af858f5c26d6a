import { formatDuration } from './duration.ts';
import type { TaskTerms } from './journal.ts';
import { entriesOf, type JournalEntry } from './journal.ts';

/** A loss that is noticed within this time is worth no warning, in milliseconds. */
const SOON_MS = 60_000;

/**
 * One sentence for each activity type of which Temporal would notice a lost attempt late, by its own timeouts
 * ({@link https://docs.temporal.io/encyclopedia/detecting-activity-failures | activity timeouts}).
 *
 * @param journal - with the dispatches so far, which carry the timeouts
 */
export function slowDetections(journal: readonly JournalEntry[]): readonly string[] {
  const tasks = entriesOf(journal, 'call').flatMap((call) => [call, ...(call.handedOut ?? [])]);
  const sentences = tasks.flatMap(({ activityType, terms }) => {
    const detection = terms === undefined ? null : detectionOf(terms);
    if (activityType === undefined || detection === null || detection.ms <= SOON_MS) return [];
    return [
      `Temporal notices a lost attempt of ${activityType} only after ${formatDuration(detection.ms)}: ${detection.why}.`,
    ];
  });
  return [...new Set(sentences)];
}

function detectionOf(terms: TaskTerms): { readonly ms: number; readonly why: string } | null {
  const heartbeatMs = terms.heartbeatTimeoutMs ?? Number.POSITIVE_INFINITY;
  const attemptMs = Math.min(...limitsOf(terms));
  const ms = Math.min(heartbeatMs, attemptMs);
  if (ms === Number.POSITIVE_INFINITY) return null;
  if (heartbeatMs <= attemptMs) return { ms, why: 'its heartbeat timeout' };
  const none = terms.heartbeatTimeoutMs === null ? ', as it has no heartbeat timeout' : '';
  return { ms, why: `the limit of its attempt${none}` };
}

function limitsOf({ startToCloseTimeoutMs, scheduleToCloseTimeoutMs }: TaskTerms): readonly number[] {
  return [startToCloseTimeoutMs, scheduleToCloseTimeoutMs].map((limit) => limit ?? Number.POSITIVE_INFINITY);
}
