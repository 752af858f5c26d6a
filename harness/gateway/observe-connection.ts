import type { ConnectionOwner, ConnectionTracker } from './connection-tracker.ts';
import { type GatewayServices, RecordedCall } from './recorded-call.ts';
import type { ConnectionObserver } from './relay-observer.ts';

/** The receivers of a connection's observations. */
export interface Watching {
  readonly services: GatewayServices;
  readonly book: ConnectionTracker;
  /** The calls in flight, of all connections. */
  readonly calls: Set<RecordedCall>;
}

/** Records the calls of a connection that was opened, and books its end. */
export function observeConnection(
  owner: ConnectionOwner,
  { services, book, calls }: Watching,
  forget: () => void,
): ConnectionObserver {
  const { component, incarnation } = owner;
  let lost = 0;
  return {
    call: (path) => {
      const call = new RecordedCall(path, { component, incarnation }, services);
      calls.add(call);
      return {
        buffered: call.buffered,
        requested: (body, encoding) => call.requested(body, encoding),
        replied: (reply) => call.replied(reply),
        delivering: () => call.delivering(),
        ended: (end) => {
          calls.delete(call);
          if (end.connectionGone && end.outcome === 'broken' && call.isWork) lost += 1;
          call.ended(end);
        },
      };
    },
    ended: (end) => {
      forget();
      book.closed(owner, end, lost);
    },
  };
}
