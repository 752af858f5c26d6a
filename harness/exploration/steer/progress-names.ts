import type { ExploredWorkflow } from '../../model/config.ts';
import type { Boundary, Place } from '../../model/crash-point.ts';

/**
 * Gives heartbeats places that are the same in every run: by the progress that they report, not by all that they carry.
 *
 * @remarks Details may hold receipts, ids or times. If the configuration has no name for them, their order in the
 * attempt stands in for one; both sides of a call are one heartbeat.
 */
export class ProgressNames {
  readonly #progress: ExploredWorkflow['progress'];
  readonly #counts = new Map<string, number>();
  readonly #ofCall = new Map<number, number>();

  constructor(explored: Pick<ExploredWorkflow, 'progress'>) {
    this.#progress = explored.progress;
  }

  /** The same boundary, with a name in place of heartbeat details. */
  named(boundary: Boundary): Boundary {
    const { place } = boundary;
    if (place.task !== 'activity' || place.exchange !== 'heartbeat') return boundary;
    const told = this.#progress?.(boundary.activityType ?? '', place.details ?? null) ?? null;
    const details = told ?? String(this.#ordinal(boundary, place));
    return { ...boundary, place: { ...place, details } };
  }

  #ordinal({ workflowId, call }: Boundary, place: Extract<Place, { task: 'activity' }>): number {
    const known = this.#ofCall.get(call);
    if (known !== undefined) {
      if (place.side === 'reply') this.#ofCall.delete(call);
      return known;
    }
    const key = JSON.stringify([workflowId, place.activityId, place.attempt]);
    const ordinal = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, ordinal);
    if (place.side === 'request') this.#ofCall.set(call, ordinal);
    return ordinal;
  }
}
