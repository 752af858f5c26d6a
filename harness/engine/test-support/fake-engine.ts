import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type Docker from 'dockerode';
import { dockerAtSocket } from '../docker-at-socket.ts';

/** Answers one request; a response that it doesn't end stays open. */
export type Answer = (url: URL, response: ServerResponse) => void;

/** An HTTP server in the place of an engine. */
export interface FakeEngine extends AsyncDisposable {
  /** As DOCKER_HOST. */
  readonly host: string;
  readonly docker: Docker;
  /** The requests that it got, such as `DELETE /volumes/v1`. */
  readonly asked: readonly string[];
  /** How many connections are open. */
  connections(): Promise<number>;
  /** Breaks every connection and accepts no more. */
  die(): Promise<void>;
}

/** Answers with JSON. */
export function says(body: unknown, status = 200): Answer {
  return (_url, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
}

/** Answers nothing and leaves the connection open. */
export const saysNothing: Answer = () => undefined;

/** @param answers - by method and path, such as `GET /version`; all else is 404 */
export async function startFakeEngine(answers: Readonly<Record<string, Answer>>): Promise<FakeEngine> {
  const folder = mkdtempSync(join(tmpdir(), 'fake-engine-'));
  const socketPath = join(folder, 'docker.sock');
  const asked: string[] = [];
  const server = createServer((request: IncomingMessage, response) => {
    const url = new URL(request.url ?? '/', 'http://engine');
    const what = `${request.method ?? ''} ${url.pathname}`;
    asked.push(what);
    (answers[what] ?? says({ message: `no such thing: ${what}` }, 404))(url, response);
  });
  server.listen(socketPath);
  await once(server, 'listening');
  const die = async (): Promise<void> => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  };
  return {
    host: `unix://${socketPath}`,
    docker: await dockerAtSocket(socketPath),
    asked,
    connections: promisify(server.getConnections.bind(server)),
    die,
    [Symbol.asyncDispose]: async () => {
      await die();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
