import type { ActivityOrdinal } from '../model/crash-point.ts';
import type { NamedExecution } from './execution-names.ts';
import { remember } from './remember.ts';

/** An activity that a completed workflow task asks for. */
export interface AskedActivity {
  readonly activityId: string;
  readonly activityType: string;
}

interface Proposal {
  readonly execution: NamedExecution;
  readonly activities: readonly AskedActivity[];
}

/**
 * The position of each activity among those of its type in its run, in the order in which they were scheduled.
 *
 * @remarks Activity ids are no names: Java's are random, and an application's own hold order numbers. What a workflow
 * task asks for counts once the server has taken it: its answer says so, or the dispatch of one of the activities.
 */
export class ActivityOrdinals {
  readonly #proposals = new Map<number, Proposal>();
  readonly #ordinals = new Map<string, ActivityOrdinal>();
  readonly #counts = new Map<string, number>();

  /** A call asks for activities; the server has not taken it yet. */
  proposed(call: number, execution: NamedExecution, activities: readonly AskedActivity[]): void {
    if (activities.length > 0) remember(this.#proposals, call, { execution, activities });
  }

  /** The server has taken what a call asked for. */
  accepted(call: number): void {
    const proposal = this.#proposals.get(call);
    if (proposal === undefined) return;
    this.#proposals.delete(call);
    const { execution, activities } = proposal;
    for (const { activityId, activityType } of activities) {
      const key = keyOf(execution, activityId);
      // A zombie asks for the same once more.
      if (this.#ordinals.has(key)) continue;
      const ofType = JSON.stringify([execution.workflowId, execution.runId, activityType]);
      const nth = (this.#counts.get(ofType) ?? 0) + 1;
      remember(this.#counts, ofType, nth);
      remember(this.#ordinals, key, { type: activityType, nth });
    }
  }

  /** An activity was dispatched, so the server has taken the call that asked for it, heard of or not. */
  dispatched(execution: NamedExecution, activityId: string | undefined): void {
    if (activityId === undefined || this.find(execution, activityId) !== undefined) return;
    const key = keyOf(execution, activityId);
    const asked = [...this.#proposals].find(([, { execution: asking, activities }]) =>
      activities.some((one) => keyOf(asking, one.activityId) === key),
    );
    if (asked !== undefined) this.accepted(asked[0]);
  }

  /** The position of an activity; undefined if no relay saw it asked for. */
  find(execution: NamedExecution, activityId: string | undefined): ActivityOrdinal | undefined {
    return activityId === undefined ? undefined : this.#ordinals.get(keyOf(execution, activityId));
  }
}

function keyOf({ workflowId, runId }: NamedExecution, activityId: string): string {
  return JSON.stringify([workflowId, runId, activityId]);
}
