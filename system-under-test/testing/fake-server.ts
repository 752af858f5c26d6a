import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A request that a fake server got. */
export interface FakeRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  /** The JSON of the body; null if there was none. */
  readonly body: unknown;
}

/** The answer of a fake server; null breaks the connection, `never` leaves it open, both without an answer. */
export type FakeAnswer = { readonly status: number; readonly body: unknown } | null | 'never';

/** A server for tests, on a free port of this machine. */
export interface FakeServer extends AsyncDisposable {
  readonly url: string;
  readonly requests: readonly FakeRequest[];
}

/** Starts a server that gives the set answers and remembers the requests. */
export async function startFakeServer(answer: (request: FakeRequest) => FakeAnswer): Promise<FakeServer> {
  const requests: FakeRequest[] = [];
  const serve = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const sent = await text(incoming);
    const request: FakeRequest = {
      method: incoming.method ?? '',
      url: new URL(incoming.url ?? '/', 'http://fake'),
      headers: incoming.headers,
      body: sent === '' ? null : JSON.parse(sent),
    };
    requests.push(request);
    const answered = answer(request);
    if (answered === 'never') return;
    if (answered === null) {
      incoming.socket.destroy();
      return;
    }
    outgoing.writeHead(answered.status, { 'Content-Type': 'application/json' }).end(JSON.stringify(answered.body));
  };
  // A fake that breaks must break the connection too, or its client would wait.
  const server = createServer((incoming, outgoing) => void serve(incoming, outgoing).catch(() => outgoing.destroy()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
