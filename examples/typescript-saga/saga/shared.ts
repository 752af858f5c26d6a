/** Where the workers poll. */
export const TASK_QUEUE = 'saga';

/** A trip that is asked for. */
export interface Trip {
  readonly traveller: string;
  /** A token of the card to charge. */
  readonly card: string;
  readonly flightCents: number;
  readonly hotelCents: number;
  /** How long the traveller may still cancel before the card is charged, in milliseconds. */
  readonly cancelWithinMs: number;
  /** Short in a test, so that a dead worker is noticed soon. */
  readonly startToCloseMs: number;
}

/** The end of a trip. */
export interface Receipt {
  readonly traveller: string;
  readonly status: 'booked' | 'cancelled' | 'refused';
}
