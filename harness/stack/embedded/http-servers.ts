import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { waitFor } from '../../wait.ts';
import { acceptsConnections, answersOk, askOk } from '../health-probes.ts';
import type { ComponentSpec } from './process-component.ts';

/** A server that reports its health over HTTP. */
interface HttpServer {
  readonly name: string;
  readonly role: ComponentSpec['role'];
  readonly port: number;
  readonly healthPath: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

const READY_LIMIT_MS = 20_000;

/** Keys and addresses of the Supabase API. */
export interface SupabaseOptions {
  readonly port: number;
  /** With the password in it: by environment only. */
  readonly databaseUrl: string;
  readonly publishableKey: string;
  readonly secretKey: string;
}

/**
 * The Supabase API as a component.
 *
 * @param database - resolves once PostgreSQL has its schema; the API boots meanwhile, and is asked only then
 */
export function supabaseServer(options: SupabaseOptions, database: Promise<void>): ComponentSpec {
  const spec = httpServer({
    name: 'supabase',
    role: 'supabase',
    port: options.port,
    healthPath: '/health',
    ...node(new URL(`../supabase/supabase-main${extname(import.meta.filename)}`, import.meta.url)),
    env: {
      LITE_TELEMETRY: '0',
      SUPABASE_PORT: String(options.port),
      SUPABASE_DATABASE_URL: options.databaseUrl,
      SUPABASE_PUBLISHABLE_KEY: options.publishableKey,
      SUPABASE_SECRET_KEY: options.secretKey,
    },
  });
  return {
    ...spec,
    ready: async (incarnation, signal) => {
      await database;
      await spec.ready(incarnation, signal);
    },
  };
}

/** The outside world as a component. */
export function outsideWorldServer(port: number, ledger: string): ComponentSpec {
  const main = new URL(`../../outside-world/outside-world-main${extname(import.meta.filename)}`, import.meta.url);
  return httpServer({
    name: 'outside-world',
    role: 'outside-world',
    port,
    healthPath: '/health',
    ...node(main),
    env: { OUTSIDE_WORLD_PORT: String(port), OUTSIDE_WORLD_LEDGER: ledger },
  });
}

/** Toxiproxy as a component. */
export function toxiproxyServer(binary: string, port: number, started: () => Promise<void>): ComponentSpec {
  const spec = httpServer({
    name: 'toxiproxy',
    role: 'toxiproxy',
    port,
    healthPath: '/version',
    command: binary,
    args: ['-host', '127.0.0.1', '-port', String(port), '-proxy-metrics'],
    env: { LOG_LEVEL: 'info' },
  });
  return {
    ...spec,
    // A restarted one has lost all of its proxies.
    ready: async (incarnation, signal) => {
      await spec.ready(incarnation, signal);
      await started();
    },
  };
}

function node(main: URL): { readonly command: string; readonly args: readonly string[] } {
  return { command: process.execPath, args: [fileURLToPath(main)] };
}

function httpServer(server: HttpServer): ComponentSpec {
  const { name, role, port, command, args, env } = server;
  return {
    name,
    role,
    readyLimitMs: READY_LIMIT_MS,
    stopSignal: 'SIGTERM',
    ask: async (signal) => askOk(`http://127.0.0.1:${port}${server.healthPath}`, signal),
    launch: async () => ({ command, args, env }),
    ready: async (_incarnation, signal) => {
      const wait = { what: `${name} to answer on port ${port}`, limitMs: READY_LIMIT_MS, signal, everyMs: 10 };
      await waitFor(async () => acceptsConnections(port), wait);
      await waitFor(async () => answersOk(`http://127.0.0.1:${port}${server.healthPath}`), wait);
    },
  };
}
