import type { ConnectionTracker } from './connection-tracker.ts';
import { type GatewayServices, RecordedCall } from './recorded-call.ts';
import type { ConnectionObserver } from './relay-observer.ts';
import type { Holder } from './task-registry.ts';

/** The receivers of a connection's observations. */
export interface Watching {
  readonly services: GatewayServices;
  readonly book: ConnectionTracker;
  /** The calls in flight, of all connections. */
  readonly calls: Set<RecordedCall>;
}

/** Records the calls of a connection that was opened, and books its end. */
export function observeConnection(
  owner: Holder,
  { services, book, calls }: Watching,
  forget: () => void,
): ConnectionObserver {
  let lost = 0;
  return {
    call: (path) => {
      const call = new RecordedCall(path, owner, services);
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
