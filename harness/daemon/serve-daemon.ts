import { chmod, mkdir, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { dirname } from 'node:path';
import { text } from 'node:stream/consumers';
import { HarnessError, messageOf, toHarnessError } from '../errors.ts';
import { type DaemonAnswer, type DaemonRequest, type DaemonVerb, requestSchema } from './daemon-api.ts';

/** The handler of each verb. */
export type DaemonHandlers = {
  readonly [V in DaemonVerb]: (request: Extract<DaemonRequest, { verb: V }>) => Promise<DaemonAnswer<V>>;
};

/**
 * Listens on a unix socket that only this user can reach, until disposed.
 *
 * @remarks It is not a port: any program that can reach a port could inject faults, browsers included. The folder is
 * closed to others before the socket is in it, so its mode is never open to others.
 * @throws HarnessError CHAOS_NOT_WRITABLE if it can't be made; the path of a socket must be shorter than 108 bytes.
 */
export async function serveDaemon(socket: string, handlers: DaemonHandlers): Promise<AsyncDisposable> {
  const server = createServer((request, response) => void respond(request, response, handlers));
  try {
    await mkdir(dirname(socket), { recursive: true, mode: 0o700 });
    await chmod(dirname(socket), 0o700);
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(socket, resolve);
    });
    await chmod(socket, 0o600);
  } catch (cause) {
    server.close();
    const why = messageOf(cause);
    const sentence = `Can't listen on ${socket}: ${why}. Set TMPDIR to a writable folder with a short path.`;
    throw new HarnessError('CHAOS_NOT_WRITABLE', sentence, { cause });
  }
  return {
    [Symbol.asyncDispose]: async () => {
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeIdleConnections();
      });
      await rm(dirname(socket), { recursive: true, force: true });
    },
  };
}

async function respond(request: IncomingMessage, response: ServerResponse, handlers: DaemonHandlers): Promise<void> {
  response.setHeader('content-type', 'application/json').setHeader('connection', 'close');
  try {
    const value = await answer(requestSchema.parse(JSON.parse(await text(request))), handlers);
    response.end(JSON.stringify({ ok: true, value }));
  } catch (thrown) {
    const { code, message } = toHarnessError(thrown);
    response.end(JSON.stringify({ ok: false, error: { code, message } }));
  }
}

async function answer(request: DaemonRequest, handlers: DaemonHandlers): Promise<unknown> {
  switch (request.verb) {
    case 'status':
      return handlers.status(request);
    case 'faults':
      return handlers.faults(request);
    case 'log':
      return handlers.log(request);
    case 'resolve':
      return handlers.resolve(request);
    case 'inject':
      return handlers.inject(request);
    case 'heal':
      return handlers.heal(request);
    case 'down':
      return handlers.down(request);
  }
}
