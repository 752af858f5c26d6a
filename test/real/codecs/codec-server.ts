import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type PayloadJson, payloadFromJson, payloadToJson } from '../../../harness/probes/payloads/payload-json.ts';
import { codec } from './codec.ts';

/** A codec server of the system, which counts what it is asked for. */
export interface TestCodecServer extends Disposable {
  readonly endpoint: string;
  readonly asked: { encode: number; decode: number };
}

/** Starts one that wants a token, as `Bearer of the test`. */
export async function startCodecServer(): Promise<TestCodecServer> {
  const asked = { encode: 0, decode: 0 };
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = Buffer.concat((await request.toArray()) as Buffer[]).toString();
    const verb = request.url === '/encode' ? 'encode' : 'decode';
    asked[verb] += 1;
    if (request.headers.authorization !== 'Bearer of the test') return void response.writeHead(401).end();
    const payloads = (JSON.parse(body) as { payloads: PayloadJson[] }).payloads.map(payloadFromJson);
    response.end(JSON.stringify({ payloads: (await codec[verb](payloads)).map(payloadToJson) }));
  };
  const server = createServer((request, response) => void serve(request, response));
  const { promise, resolve } = Promise.withResolvers<undefined>();
  server.listen(0, '127.0.0.1', () => resolve(undefined));
  await promise;
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    [Symbol.dispose]: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
