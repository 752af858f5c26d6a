import { placeKey } from '../model/crash-point.ts';
import { Cut } from './cut.ts';
import { TRIES } from './plan-fronts.ts';
import type { PointTask, SecondPoint } from './point-task.ts';

/**
 * The cut at which a task is struck.
 *
 * @remarks Among others on a busy machine a heartbeat may never be sent that was sent in every reference. The point is
 * then missed, and comes again; where it has been tried alone, what never comes is taken as the way of this workflow.
 */
export function cutOf({ known, point, tries }: PointTask): Cut {
  return new Cut(known.order, placeKey(point.place), tries >= TRIES.inFronts);
}

/** The cut of a second crash: of a recovery there is no other run that tells what always comes. */
export function secondCutOf({ order, point }: SecondPoint): Cut {
  return new Cut(order, placeKey(point.place), true);
}
