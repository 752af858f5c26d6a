import {
  attributesOf,
  type EventHistory,
  eventIdOf,
  eventsOf,
  payloadsOf,
  textAttribute,
} from '../../model/event-history.ts';
import type { Json } from '../../model/json.ts';
import type { Work } from '../../model/plan.ts';
import type { ActivityRecord } from '../evidence/activity-records.ts';

/** The work that a checkpoint stands for, as the event history has it. */
export interface RecordedWork {
  /** The event by which the work was done; null if it never was. */
  readonly doneEventId: number | null;
  /** The value that the checkpoint's digest must match; null if the work has no digest. */
  readonly list: readonly Json[] | null;
}

/**
 * Finds the work of a checkpoint in an event history.
 *
 * @remarks All activities of the type in the event history count. A checkpoint that was scheduled before one of them
 * had completed was too early; an activity that never completed leaves the work undone.
 */
export function recordedWork(work: Work, history: EventHistory, activities: readonly ActivityRecord[]): RecordedWork {
  switch (work.kind) {
    case 'none':
      return { doneEventId: 0, list: null };
    case 'input': {
      const [started] = eventsOf(history, 'WORKFLOW_EXECUTION_STARTED');
      if (started === undefined) return { doneEventId: null, list: null };
      return { doneEventId: eventIdOf(started), list: payloadsOf(attributesOf(started).input) };
    }
    case 'signal': {
      const signals = eventsOf(history, 'WORKFLOW_EXECUTION_SIGNALED');
      const signal = signals.find((event) => textAttribute(event, 'signalName') === work.name);
      if (signal === undefined) return { doneEventId: null, list: null };
      return { doneEventId: eventIdOf(signal), list: payloadsOf(attributesOf(signal).input) };
    }
    case 'timer': {
      const [fired] = eventsOf(history, 'TIMER_FIRED');
      return { doneEventId: fired === undefined ? null : eventIdOf(fired), list: null };
    }
    case 'activity':
      return activityWork(activities.filter((activity) => activity.type === work.type));
  }
}

/** One phrase for a kind of work: `activity extractPages`. */
export function describeWork(work: Work): string {
  if (work.kind === 'activity') return `activity ${work.type}`;
  return work.kind === 'signal' ? `signal ${work.name}` : work.kind;
}

function activityWork(activities: readonly ActivityRecord[]): RecordedWork {
  const done = activities.map(
    (activity) => activity.closes.find((close) => close.how === 'completed')?.eventId ?? null,
  );
  const whole = done.length > 0 && done.every((eventId) => eventId !== null);
  const list = activities.map((activity) => activity.result);
  return { doneEventId: whole ? Math.max(...done.map(Number)) : null, list };
}
