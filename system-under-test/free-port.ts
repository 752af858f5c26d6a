import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** First of the ports that Linux assigns by itself, by default; macOS begins higher. */
const EPHEMERAL_LOW = 32_768;

/**
 * A free port of loopback, below the ports that the system assigns by itself: an outgoing connection can't take it
 * before its server listens.
 *
 * @throws Error if a hundred ports in turn are in use.
 */
export async function freePort(): Promise<number> {
  const first = randomInt(10_240, EPHEMERAL_LOW - 100);
  for (let port = first; port < first + 100; port += 1) if (await isFree(port)) return port;
  throw new Error(`Expected a free port from ${first} to ${first + 99}, but all are in use. Start again.`);
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen({ port, host: '127.0.0.1', exclusive: true });
    await once(server, 'listening');
    server.close();
    await once(server, 'close');
    return true;
  } catch {
    return false;
  }
}
