import { once } from 'node:events';
import { createServer, request } from 'node:http';

/** What an engine says when the disk under its images and containers is full. */
const NO_SPACE = { message: 'mkdir /var/lib/docker/overlay2/0f: no space left on device' };

/** A way to this machine's engine on which it has no room for another container, whatever it has. */
export interface FullEngine extends AsyncDisposable {
  /** As DOCKER_HOST. */
  readonly host: string;
}

/** @param socketPath - where it listens */
export async function startFullEngine(socketPath: string): Promise<FullEngine> {
  const { DOCKER_HOST: given = '' } = process.env;
  const engine = given.startsWith('unix://') ? given.slice('unix://'.length) : '/var/run/docker.sock';
  const server = createServer((asked, answer) => {
    const { method = 'GET', url = '/', headers } = asked;
    if (method === 'POST' && /\/containers\/create(?:\?|$)/.test(url)) {
      answer.writeHead(500, { 'content-type': 'application/json' }).end(JSON.stringify(NO_SPACE));
      return;
    }
    const onward = request({ socketPath: engine, method, path: url, headers }, (answered) => {
      answer.writeHead(answered.statusCode ?? 502, answered.headers);
      // Of a stream of events the head comes long before the first of them.
      answer.flushHeaders();
      answered.pipe(answer);
    });
    onward.on('error', (error) => answer.destroy(error));
    answer.on('close', () => onward.destroy());
    asked.pipe(onward);
  });
  server.listen(socketPath);
  await once(server, 'listening');
  return {
    host: `unix://${socketPath}`,
    [Symbol.asyncDispose]: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
