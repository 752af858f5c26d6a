import type { Job } from '../../harness/index.ts';

const FLIGHT_CENTS = 12_000;
const HOTEL_CENTS = 8000;
/** No longer than an exploration may hold a call: see the guide. */
const START_TO_CLOSE_MS = 4000;

/** What becomes of a trip: all of it is booked, its traveller cancels, or the card is declined. */
export type Fate = 'booked' | 'cancelled' | 'refused';

/** Each fate in turn. */
export const fates: readonly Fate[] = ['booked', 'cancelled', 'refused'];

/** Books a trip for a traveller. */
export function trip(workflowId: string, fate: Fate): Job {
  const asked = {
    traveller: `traveller-of-${workflowId}`,
    card: fate === 'refused' ? 'tok_chargeDeclined' : 'tok_visa',
    flightCents: FLIGHT_CENTS,
    hotelCents: HOTEL_CENTS,
    cancelWithinMs: fate === 'cancelled' ? 600_000 : 1000,
    startToCloseMs: START_TO_CLOSE_MS,
  };
  const row = (table: string, kind: string, cents: number): NonNullable<Job['expect']['rows']>[number] => ({
    table,
    columns: { kind, cents },
  });
  const both = (table: string) => [row(table, 'flights', FLIGHT_CENTS), row(table, 'hotels', HOTEL_CENTS)];
  return {
    workflowType: 'bookTrip',
    workflowId,
    args: [asked],
    actions:
      fate === 'cancelled'
        ? [{ kind: 'signal', name: 'cancel', args: [], after: { kind: 'event', eventType: 'TIMER_STARTED', nth: 1 } }]
        : [],
    expect: {
      end: 'completed',
      result: { traveller: asked.traveller, status: fate },
      checkpoints: [],
      effects: [],
      progress: [],
      rows: [
        ...both('bookings'),
        ...(fate === 'booked' ? [row('bookings', 'charges', FLIGHT_CENTS + HOTEL_CENTS)] : both('reversals')),
      ],
    },
  };
}
