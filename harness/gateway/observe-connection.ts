import type { ConnectionBook } from './connection-book.ts';
import { type CallDesk, RecordedCall } from './recorded-call.ts';
import type { ConnectionObserver } from './relay-observer.ts';
import type { Holder } from './task-registry.ts';

/** Where what is seen of a connection goes. */
export interface Watching {
  readonly desk: CallDesk;
  readonly book: ConnectionBook;
  /** The calls in flight, of all connections. */
  readonly calls: Set<RecordedCall>;
}

/** Records the calls of a connection that was opened, and books its end. */
export function observeConnection(
  owner: Holder,
  { desk, book, calls }: Watching,
  forget: () => void,
): ConnectionObserver {
  let lost = 0;
  return {
    call: (path) => {
      const call = new RecordedCall(path, owner, desk);
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
