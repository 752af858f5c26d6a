import { connect } from 'node:net';

/** What a client got, and how its connection ended. */
export interface RawEnd {
  readonly text: string;
  /** The code of the error that it ended with; null: an orderly end. */
  readonly code: string | null;
}

/** A client that writes the bytes of HTTP itself. */
export interface RawClient {
  send(text: string | Buffer): void;
  /** All that came so far. */
  readonly text: () => string;
  /** Resolves once it got that text. */
  got(text: string): Promise<void>;
  /** Resolves once its connection is closed. */
  readonly closed: Promise<RawEnd>;
  destroy(): void;
}

/** Connects a client to a port of 127.0.0.1. */
export function rawClient(port: number): RawClient {
  const socket = connect(port, '127.0.0.1');
  const closed = Promise.withResolvers<RawEnd>();
  const waiting = new Set<() => void>();
  let text = '';
  let code: string | null = null;
  socket.setEncoding('latin1');
  socket.on('data', (part: string) => {
    text += part;
    for (const look of waiting) look();
  });
  socket.once('error', (error) => {
    code = 'code' in error ? String(error.code) : error.message;
  });
  socket.once('close', () => closed.resolve({ text, code }));
  return {
    send: (bytes) => void socket.write(bytes),
    text: () => text,
    got: async (wanted) => {
      const { promise, resolve, reject } = Promise.withResolvers<undefined>();
      const look = (): void => {
        if (text.includes(wanted)) resolve(undefined);
      };
      waiting.add(look);
      void closed.promise.then((end) => reject(new Error(`Expected ${wanted}, but got: ${JSON.stringify(end)}`)));
      look();
      await promise;
      waiting.delete(look);
    },
    closed: closed.promise,
    destroy: () => void socket.destroy(),
  };
}
