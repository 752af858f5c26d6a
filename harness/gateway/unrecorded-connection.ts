import type { CallObserver, ConnectionObserver } from './relay-observer.ts';

const unrecorded: CallObserver = {
  buffered: false,
  requested: () => undefined,
  replied: () => undefined,
  delivering: () => undefined,
  ended: () => undefined,
};

/** Lets the calls of a connection stream through, and writes nothing down. */
export function unrecordedConnection(forget: () => void): ConnectionObserver {
  return { call: () => unrecorded, ended: forget };
}
