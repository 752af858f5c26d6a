import type { CallMoment } from '../../harness/index.ts';

/** Which activity of which document. */
export interface ActivityOfDocument {
  readonly workflowId: string;
  readonly activityType: string;
  /** Which of its calls, if there are several such activities; left out, the first. */
  readonly nth?: number;
}

/** A worker is about to get an activity: the server has dispatched it, and nothing of it is done. */
export function dispatchMoment({ nth = 1, ...activity }: ActivityOfDocument): CallMoment {
  return { kind: 'call', side: 'reply', method: 'PollActivityTaskQueue', nth, ...activity };
}

/** A worker reports an activity: its work is done, and the server does not know so. */
export function reportMoment({ nth = 1, ...activity }: ActivityOfDocument): CallMoment {
  return { kind: 'call', side: 'request', method: 'RespondActivityTaskCompleted', nth, ...activity };
}
