import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type IncomingMessage, request as openRequest, type ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import { config } from '../../../chaos.config.ts';
import { selfSigned } from '../../../harness/gateway/http/test-support/self-signed.ts';
import { startStackUnderTest } from '../../../harness/stack/test-support/stack-fixture.ts';

/** A request as the front got it: what a hosted Supabase is asked by. */
export interface FrontRequest {
  readonly method: string;
  readonly path: string;
  readonly host: string;
  readonly serverName: string;
}

/** A Supabase that outlives runs: the API on a real PostgreSQL, behind a front that speaks TLS under a name. */
export interface HostedUnderTest extends AsyncDisposable {
  /** By TLS, and with a path behind the host. */
  readonly url: string;
  /** The same without TLS. */
  readonly plainUrl: string;
  readonly key: string;
  /** The environment of a run on it. */
  readonly env: NodeJS.ProcessEnv;
  readonly client: SupabaseClient;
  readonly requests: FrontRequest[];
  /** Answers a request itself, instead of the API, where it returns a status. */
  refuse: (request: FrontRequest) => number | undefined;
}

/** A row that another run has left under an id that every run would use, were it not its own. */
export const foreignRow = {
  workflow_id: 'document-01',
  stage: 'received',
  activity_id: '1',
  attempt: 1,
  digest: 'f'.repeat(64),
  status: 'extracting',
} as const;

/** Starts one, with the tables of the configuration's migrations unless others are named. */
export async function startHosted(name: string, migrations?: string): Promise<HostedUnderTest> {
  const changes = migrations === undefined ? {} : { migrations };
  // A stack without workers: nothing of it but its Supabase is used.
  const { stack, logsFolder } = await startStackUnderTest(`${name}-${process.pid}`, config, { ...changes, workers: 0 });
  const { supabaseUrl: plainUrl, supabaseKey: key } = stack.addresses;
  const folder = await mkdtemp(join(tmpdir(), 'chaos-hosted-'));
  const certificate = selfSigned();
  await writeFile(join(folder, 'ca.pem'), certificate.cert);
  const front = createServer(certificate, (asked, response) => {
    const path = (asked.url ?? '').replace(/^\/base/, '');
    const serverName = 'servername' in asked.socket ? String(asked.socket.servername) : '';
    const seen = { method: asked.method ?? '', path, host: asked.headers.host ?? '', serverName };
    hosted.requests.push(seen);
    const status = hosted.refuse(seen);
    if (status !== undefined) return void response.writeHead(status).end('{"message":"refused by the front"}');
    const to = { method: seen.method, headers: asked.rawHeaders };
    const sent = openRequest(new URL(path, plainUrl), to, (reply) => passOn(reply, response));
    sent.on('error', () => response.destroy());
    asked.pipe(sent);
  });
  const port = await listening(front);
  const url = `https://localhost:${port}/base`;
  const hosted: HostedUnderTest = {
    url,
    plainUrl,
    key,
    env: { SUPABASE_URL: url, SUPABASE_KEY: key, NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem') },
    client: createClient(plainUrl, key, { auth: { persistSession: false } }),
    requests: [],
    refuse: () => undefined,
    [Symbol.asyncDispose]: async () => {
      front.closeAllConnections();
      front.close();
      await stack[Symbol.asyncDispose]();
      await Promise.all([folder, logsFolder].map((each) => rm(each, { recursive: true })));
    },
  };
  return hosted;
}

function passOn(reply: IncomingMessage, response: ServerResponse): void {
  response.writeHead(reply.statusCode ?? 502, reply.rawHeaders);
  reply.pipe(response);
}

async function listening(server: Server): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  server.listen(0, '127.0.0.1', () => resolve(undefined));
  await promise;
  return (server.address() as AddressInfo).port;
}
