import { ApplicationFailure, Context } from '@temporalio/activity';
import type { Effect } from '../../activities/effects-client.ts';
import type { Services } from '../../activities/services.ts';

/** One item of an order; the order is named by the id of the workflow that began it. */
export type Item = { readonly order: string; readonly item: string };

/** The proof that an item was paid or refunded. */
export type Receipt = { readonly item: string; readonly receipt: string };

/** What the bank says of a card. */
export type CardAnswer = { readonly card: string; readonly accepted: boolean };

const attempts = 3;
const toldDelay = '5s';

/** The activities that move money, each under a key made of what it is about. */
export type PayActivities = {
  /** Charges an item, by default under a key made of it. */
  charge(item: Item, key?: string): Promise<Receipt>;
  /** Gives the money of an item back. */
  refund(item: Item): Promise<Receipt>;
  /** Charges an item; a request without an answer is sent again by itself, under the same key. */
  chargePersistently(item: Item): Promise<Receipt>;
  /** Charges an item; its first attempt is refused, with the time after which to come again. */
  chargeWhenTold(item: Item): Promise<Receipt>;
  /** Asks for a card, and charges the item if it is accepted: all but `empty-card` are. */
  payByCard(item: Item, card: string): Promise<CardAnswer>;
  /** Refuses for good. */
  decline(): Promise<never>;
};

export function payActivities({ effects }: Services): PayActivities {
  const pay = async (kind: string, { order, item }: Item, key = `${order}/${kind}/${item}`): Promise<Receipt> => {
    const effect: Effect = { kind, subject: { order, item }, payload: { item } };
    return { item, receipt: await effects.apply(effect, key) };
  };
  return {
    charge: (item, key) => pay('charge', item, key),
    refund: (item) => pay('refund', item),
    chargePersistently: (item) => persistently(() => pay('charge', item)),
    chargeWhenTold(item) {
      if (Context.current().info.attempt === 1) throw tooManyRequests();
      return pay('charge', item);
    },
    async payByCard(item, card) {
      const accepted = card !== 'empty-card';
      if (accepted) await pay('charge', item);
      return { card, accepted };
    },
    async decline() {
      throw ApplicationFailure.nonRetryable('The card is declined.', 'CardDeclined');
    },
  };
}

/** Repeats a request that got no answer, as HTTP clients do with one that carries a key. */
async function persistently<T>(request: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await request();
    } catch (error) {
      if (attempt === attempts || error instanceof ApplicationFailure) throw error;
    }
  }
}

function tooManyRequests(): ApplicationFailure {
  return ApplicationFailure.create({ message: 'Too many requests: come again.', nextRetryDelay: toldDelay });
}
