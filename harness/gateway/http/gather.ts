import type { IncomingMessage } from 'node:http';

/** More than any service's usual message; each is in memory while it is held. */
const MOST_BYTES = 8 * 1024 * 1024;

/** A message's body, as far as it was waited for. */
export interface Gathered {
  readonly body: Buffer;
  /** The message, paused, of which more is to come; null: the body is whole. */
  readonly rest: IncomingMessage | null;
}

/**
 * Gathers the body of a message: whole, or its beginning if it is too long or takes too long.
 *
 * @param limitMs - how long it may take; left out: any time
 * @throws Error if the message is cut short.
 */
export async function gather(message: IncomingMessage, limitMs?: number): Promise<Gathered> {
  const { promise, resolve, reject } = Promise.withResolvers<Gathered>();
  const chunks: Buffer[] = [];
  let bytes = 0;
  const timer = limitMs === undefined ? undefined : setTimeout(() => leave(message), limitMs);
  const take = (chunk: Buffer): void => {
    bytes += chunk.length;
    chunks.push(chunk);
    if (bytes > MOST_BYTES) leave(message);
  };
  const ended = (): void => {
    if (message.complete) leave(null);
    else reject(new Error('The message was cut short.'));
  };
  function leave(rest: IncomingMessage | null): void {
    rest?.pause();
    resolve({ body: Buffer.concat(chunks), rest });
  }
  message.on('data', take);
  message.once('end', ended);
  message.on('error', reject);
  message.once('close', () => reject(new Error('The message was cut short.')));
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    message.off('data', take);
    message.off('end', ended);
  }
}
