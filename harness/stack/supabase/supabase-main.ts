import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { serve } from '@hono/node-server';
import { App } from '@supabase/lite';
import { createPostgresConnection } from '@supabase/lite/postgres';
import { migrateAtStart } from './migrate-at-start.ts';

/** A variable of the environment that must be set. */
function variable(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new TypeError(`${name} must be set.`);
  return value;
}

const databaseUrl = variable('SUPABASE_DATABASE_URL');
const hostname = process.env['SUPABASE_HOST'] || '127.0.0.1';
// Until it serves there is nothing to end in order.
const endAtOnce = (): never => process.exit(0);
process.on('SIGTERM', endAtOnce);
const migrations = process.env['SUPABASE_MIGRATIONS'] || null;
// One certificate for both sides: its clients must show one of the same authority, and so must PostgreSQL.
const { TLS_CA, TLS_CERT, TLS_KEY } = process.env;
const tls =
  TLS_CA === undefined || TLS_CERT === undefined || TLS_KEY === undefined
    ? null
    : { ca: readFileSync(TLS_CA), cert: readFileSync(TLS_CERT), key: readFileSync(TLS_KEY) };
const ssl = tls === null ? {} : { ssl: { ...tls, servername: 'supabase-db' } };
if (migrations !== null) {
  await migrateAtStart({ url: databaseUrl, ssl }, migrations, new AbortController().signal);
}

const connection = createPostgresConnection({
  url: databaseUrl,
  // Without it postgres.js waits longer after each failed connection: seconds after PostgreSQL is back.
  postgresOptions: { max: 10, backoff: () => 0.1, ...ssl },
});
const app = new App({
  connection,
  auth: {
    enabled: false,
    publishable_key: variable('SUPABASE_PUBLISHABLE_KEY'),
    secret_key: variable('SUPABASE_SECRET_KEY'),
  },
});

/** Whether PostgreSQL answers; the API's own routes would need a table. */
async function health(): Promise<Response> {
  try {
    await connection.driver`select 1`;
    return new Response('ok\n');
  } catch (error) {
    return new Response(`${String(error)}\n`, { status: 503 });
  }
}

const server = serve(
  {
    port: Number(variable('SUPABASE_PORT')),
    hostname,
    ...(tls === null
      ? { createServer }
      : { createServer: createTlsServer, serverOptions: { ...tls, requestCert: true, rejectUnauthorized: true } }),
    fetch: (request, env) => {
      if (new URL(request.url).pathname === '/health') return health();
      const peerAddress = 'incoming' in env ? (env.incoming.socket.remoteAddress ?? null) : null;
      return app.fetch(request, { peerAddress });
    },
  },
  ({ port }) => console.info(`The Supabase API listens on ${hostname}:${port}.`),
) as Server;
// Longer than clients pause: a connection closed just as a client uses it again would look like a fault.
server.keepAliveTimeout = 120_000;
server.on('error', (error) => {
  console.error(error.message);
  process.exit(1);
});
process.off('SIGTERM', endAtOnce);
process.on('SIGTERM', () => {
  server.closeAllConnections();
  server.close(() => process.exit(0));
});
// postgres.js looks types up at the start of each connection, and no code can catch it when the server dies just then.
// A hosted API outlives its database; so does this one, and logs the failure.
process.on('unhandledRejection', (reason) => {
  console.error(`A look-up of the driver failed: ${String(reason)}`);
});
