import type { ConnectionBook } from '../connection-book.ts';
import type { Holder } from '../task-registry.ts';
import { type ExchangeDesk, RecordedExchange } from './recorded-exchange.ts';
import type { HttpConnectionObserver } from './relayed-http-connection.ts';

/** Books a connection, and records its exchanges. */
export function observeHttpConnection(
  owner: Holder,
  { desk, book }: { readonly desk: ExchangeDesk; readonly book: ConnectionBook },
): HttpConnectionObserver {
  const booked = { ...owner, link: desk.link, beyond: desk.beyond };
  let lost = 0;
  book.opened(booked);
  return {
    exchange: () => {
      const exchange = new RecordedExchange(owner, desk);
      return {
        requested: (request) => exchange.requested(request),
        replied: () => exchange.replied(),
        ended: (end) => {
          if (end.outcome === 'broken') lost += 1;
          exchange.ended(end);
        },
      };
    },
    ended: (end) => book.closed(booked, end, lost),
  };
}
