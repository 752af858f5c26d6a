import type { ConnectionTracker } from '../connection-tracker.ts';
import type { Holder } from '../task-registry.ts';
import { type ExchangeServices, RecordedExchange } from './recorded-exchange.ts';
import type { HttpConnectionObserver } from './relayed-http-connection.ts';

/** Books a connection, and records its exchanges. */
export function observeHttpConnection(
  owner: Holder,
  { services, book }: { readonly services: ExchangeServices; readonly book: ConnectionTracker },
): HttpConnectionObserver {
  const booked = { ...owner, link: services.link, beyond: services.beyond };
  let lost = 0;
  book.opened(booked);
  return {
    exchange: () => {
      const exchange = new RecordedExchange(owner, services);
      return {
        requested: (request) => exchange.requested(request),
        replied: (reply) => exchange.replied(reply),
        ended: (end) => {
          if (end.outcome === 'broken') lost += 1;
          exchange.ended(end);
        },
      };
    },
    unread: ({ protocol, path }) => {
      const at = path === undefined ? {} : { path };
      const link = `${services.link}@${owner.component}`;
      services.journal.write({ kind: 'unread-connection', ...owner, link, protocol, ...at });
    },
    ended: (end) => book.closed(booked, end, lost),
  };
}
