import {
  attributesOf,
  type EventHistory,
  eventIdOf,
  eventsOf,
  payloadsOf,
  textAttribute,
} from '../../model/event-history.ts';
import type { Work } from '../../model/expectation.ts';
import type { Json } from '../../model/json.ts';
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
 * @remarks All activities of the type in the event history count, unless the plan says which. A checkpoint that was
 * scheduled before one of them had completed was too early; an activity that never completed leaves the work undone.
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
      const signal = signals
        .filter((event) => textAttribute(event, 'signalName') === work.name)
        .at(indexOf(work.which));
      if (signal === undefined) return { doneEventId: null, list: null };
      return { doneEventId: eventIdOf(signal), list: payloadsOf(attributesOf(signal).input) };
    }
    case 'timer': {
      const [fired] = eventsOf(history, 'TIMER_FIRED');
      return { doneEventId: fired === undefined ? null : eventIdOf(fired), list: null };
    }
    case 'activity':
      return activityWork(
        activities.filter((activity) => activity.type === work.type),
        work.which,
      );
  }
}

/** One phrase for a kind of work: `activity extractPages`, `result 2 of activity charge`. */
export function describeWork(work: Work): string {
  if (work.kind === 'activity') return `${describeWhich('result', work.which)}activity ${work.type}`;
  return work.kind === 'signal' ? `${describeWhich('call', work.which)}signal ${work.name}` : work.kind;
}

function describeWhich(what: string, which: string | number | undefined): string {
  if (which === undefined) return '';
  return typeof which === 'number' ? `${what} ${which} of ` : `${which} `;
}

/** The place of a signal among those of its name. */
function indexOf(which: Extract<Work, { kind: 'signal' }>['which']): number {
  if (which === 'last') return -1;
  return typeof which === 'number' ? which - 1 : 0;
}

function activityWork(
  all: readonly ActivityRecord[],
  which: Extract<Work, { kind: 'activity' }>['which'],
): RecordedWork {
  const activities = chosen(all, which);
  const done = activities.map(completedBy);
  const whole = done.length > 0 && done.every((eventId) => eventId !== null);
  const list = activities.map((activity) => activity.result);
  return { doneEventId: whole ? Math.max(...done.map(Number)) : null, list };
}

function chosen(
  activities: readonly ActivityRecord[],
  which: Extract<Work, { kind: 'activity' }>['which'],
): readonly ActivityRecord[] {
  if (which === undefined) return activities;
  const completed = activities.filter((activity) => completedBy(activity) !== null);
  return which === 'completed' ? completed : completed.slice(which - 1, which);
}

function completedBy(activity: ActivityRecord): number | null {
  return activity.closes.find((close) => close.how === 'completed')?.eventId ?? null;
}
