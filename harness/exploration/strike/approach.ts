import { placeKey } from '../../model/crash-point.ts';
import type { Meeting } from '../points/meetings.ts';
import { isByCommand } from '../points/references.ts';
import { Cut } from '../steer/cut.ts';
import type { Arrival, CutInterceptor, Followed } from '../steer/cut-interceptor.ts';
import type { PointTask } from './point-task.ts';

/** Where a workflow stands on its way to where it is to be held. */
export type Stand = Pick<Followed, 'arrival' | 'spent' | 'firstHoldMs'>;

/** How the workflows of a front reach their points together. */
export interface Route {
  /** Where it waits for the others; null: it starts when these go on. */
  readonly meeting: Meeting | null;
  /** How long it takes from its meeting, or from its start, to its point without a fault, in milliseconds. */
  readonly lengthMs: number;
}

/**
 * The route of each workflow of a front: by the last meeting before its point.
 *
 * @remarks Single workflows have no others to wait for. A command is held where it starts its workflow, and no longer.
 */
export function routesOf(
  tasks: readonly (Pick<PointTask, 'point'> & {
    readonly known: Pick<PointTask['known'], 'meetings' | 'jobs'>;
  })[],
): readonly Route[] {
  const meets = tasks.length > 1 && !tasks.some(({ known }) => isByCommand(known));
  return tasks.map(({ known, point }) => {
    const before = meets ? known.meetings.filter(({ order }) => order < point.order) : [];
    const meeting = before.at(-1) ?? null;
    return { meeting, lengthMs: Math.max(0, point.atMs - (meeting?.atMs ?? 0)) };
  });
}

/** A task with the meeting on the way to its point. */
interface Way extends Pick<Route, 'meeting'> {
  readonly task: PointTask;
}

/** The way of one workflow of a front: up to its meeting, and from there to its point. */
export class Approach implements Stand {
  readonly followed: Followed;
  readonly #task: PointTask;
  #isBehindMeeting: boolean;
  #onMs: number | null = null;

  constructor(interceptor: CutInterceptor, workflowId: string, { task, meeting }: Way) {
    const { known, point } = task;
    this.#task = task;
    this.#isBehindMeeting = meeting === null;
    const first = meeting?.key ?? placeKey(point.place);
    this.followed = interceptor.follow(workflowId, new Cut(known.order, first));
  }

  /**
   * Lets it go on from its meeting, or from wherever it is by now, to its point.
   *
   * @param nowMs - on the journal's clock
   */
  goOn(nowMs: number): void {
    if (this.#isBehindMeeting) return;
    this.#isBehindMeeting = true;
    this.#onMs = nowMs;
    const { known, point } = this.#task;
    const cut = new Cut(known.order, placeKey(point.place));
    for (const { place } of this.followed.seen) cut.decide([placeKey(place)]);
    this.followed.open('pass', cut);
  }

  /** Whether it has no meeting before it any more. */
  get isBehindMeeting(): boolean {
    return this.#isBehindMeeting;
  }

  /** From now on it is steered by others. */
  over(): void {
    this.#isBehindMeeting = true;
  }

  /** When it went on from its meeting, on the journal's clock; null if it has none, or never did. */
  get onMs(): number | null {
    return this.#onMs;
  }

  /** The boundary at its point. */
  get arrival(): Arrival | null {
    return this.#isBehindMeeting ? this.followed.arrival : null;
  }

  get firstHoldMs(): number | null {
    return this.#isBehindMeeting ? this.followed.firstHoldMs : null;
  }

  get spent(): boolean {
    return this.#isBehindMeeting && this.followed.spent;
  }
}
