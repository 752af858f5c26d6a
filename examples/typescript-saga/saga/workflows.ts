import { ActivityFailure, condition, defineSignal, proxyActivities, setHandler } from '@temporalio/workflow';
import type { Activities } from './activities.ts';
import type { Receipt, Trip } from './shared.ts';

/** The traveller does not want the trip any more. */
export const cancel = defineSignal('cancel');

/** Books a trip and charges the card. If a step is refused, or the traveller cancels in time, it takes all of it back. */
export async function bookTrip(trip: Trip): Promise<Receipt> {
  let cancelled = false;
  setHandler(cancel, () => {
    cancelled = true;
  });
  const undo: (() => Promise<void>)[] = [];
  const status = await takeSteps(trip, undo, () => cancelled).catch(refused);
  // The last step first.
  if (status !== 'booked') for (const step of undo.toReversed()) await step();
  return { traveller: trip.traveller, status };
}

/** Takes step after step, each after its compensation is noted: a step that fails may have been done all the same. */
async function takeSteps(
  trip: Trip,
  undo: (() => Promise<void>)[],
  isCancelled: () => boolean,
): Promise<Receipt['status']> {
  const activities = proxyActivities<Activities>({
    startToCloseTimeout: trip.startToCloseMs,
    retry: { initialInterval: '100ms', backoffCoefficient: 1 },
  });
  undo.push(() => activities.cancelFlight(trip));
  await activities.bookFlight(trip);
  undo.push(() => activities.cancelHotel(trip));
  await activities.bookHotel(trip);
  if (await condition(isCancelled, trip.cancelWithinMs)) return 'cancelled';
  undo.push(() => activities.refundCard(trip));
  await activities.chargeCard(trip);
  return 'booked';
}

function refused(error: unknown): 'refused' {
  if (error instanceof ActivityFailure) return 'refused';
  throw error;
}

/** Has no side effects: a run sees by it that the workers work. */
export async function ping(): Promise<string> {
  return await proxyActivities<Activities>({ startToCloseTimeout: '10s' }).ping();
}
