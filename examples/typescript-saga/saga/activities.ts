import type { SupabaseClient } from '@supabase/supabase-js';
import { ApplicationFailure, activityInfo, cancellationSignal } from '@temporalio/activity';
import type { Trip } from './shared.ts';

/** What the activities need. */
export interface Services {
  /** The address of the airline, the hotel and the payment provider. */
  readonly providersUrl: string;
  readonly rows: SupabaseClient;
  /** The planted defect, if any. */
  readonly bug: string | undefined;
}

type Step = (trip: Trip) => Promise<void>;

/** The activities of a worker. */
export interface Activities {
  readonly bookFlight: Step;
  readonly bookHotel: Step;
  readonly chargeCard: Step;
  readonly cancelFlight: Step;
  readonly cancelHotel: Step;
  readonly refundCard: Step;
  readonly ping: () => Promise<string>;
}

type Kind = 'flights' | 'hotels' | 'charges';

interface Row {
  readonly id: string;
  readonly trip: string;
  readonly kind: Kind;
  readonly cents: number;
}

const TIMEOUT_MS = 5000;

/** The activities: they ask the providers, and keep rows in Supabase. */
export function createActivities(services: Services): Activities {
  async function take(kind: Kind, trip: Trip, more: Readonly<Record<string, string>> = {}): Promise<void> {
    const cents = centsOf(kind, trip);
    const id = await ask(services, kind, { amount: String(cents), currency: 'eur', ...more });
    if (id === null) throw new Error(`There is no provider of ${kind}`);
    await keep(services, 'bookings', { id, trip: tripId(), kind, cents });
  }

  async function takeBack(kind: Kind, trip: Trip): Promise<void> {
    // The defect: an attempt that failed is taken for one that has done its work.
    if (services.bug === 'skips-retried-undo' && activityInfo().attempt > 1) return;
    const id = await ask(services, kind === 'charges' ? 'refunds' : 'cancellations', { of: kind });
    if (id !== null) await keep(services, 'reversals', { id, trip: tripId(), kind, cents: centsOf(kind, trip) });
  }

  return {
    bookFlight: (trip) => take('flights', trip),
    bookHotel: (trip) => take('hotels', trip),
    chargeCard: (trip) => take('charges', trip, { source: trip.card }),
    cancelFlight: (trip) => takeBack('flights', trip),
    cancelHotel: (trip) => takeBack('hotels', trip),
    refundCard: (trip) => takeBack('charges', trip),
    ping: () => Promise.resolve('pong'),
  };
}

/** Asks a provider once; its key makes a repeated request harmless. Null: there is no such thing. */
async function ask(
  { providersUrl, bug }: Services,
  kind: string,
  fields: Readonly<Record<string, string>>,
): Promise<string | null> {
  const { activityType, attempt } = activityInfo();
  const key = `${tripId()}/${activityType}`;
  const answer = await fetch(`${providersUrl}/v1/${kind}`, {
    method: 'POST',
    headers: { 'Idempotency-Key': bug === 'key-of-attempt' ? `${key}/${attempt}` : key },
    body: new URLSearchParams({ ...fields, 'metadata[trip]': tripId() }),
    signal: AbortSignal.any([cancellationSignal(), AbortSignal.timeout(TIMEOUT_MS)]),
  });
  if (answer.status === 402) throw ApplicationFailure.nonRetryable('The card was declined.', 'Refused');
  if (answer.status === 404) return null;
  if (!answer.ok) throw new Error(`POST /v1/${kind}: ${answer.status}`);
  return ((await answer.json()) as { readonly id: string }).id;
}

/** Inserts a row; one that is there already stays. */
async function keep({ rows }: Services, table: 'bookings' | 'reversals', row: Row): Promise<void> {
  const { error } = await rows.from(table).upsert(row, { onConflict: 'id', ignoreDuplicates: true });
  if (error !== null) throw new Error(`${table}: ${error.message}`);
}

function tripId(): string {
  return activityInfo().workflowExecution?.workflowId ?? '';
}

function centsOf(kind: Kind, { flightCents, hotelCents }: Trip): number {
  if (kind === 'charges') return flightCents + hotelCents;
  return kind === 'flights' ? flightCents : hotelCents;
}
