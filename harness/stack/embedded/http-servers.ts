import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TlsAccess, TlsFiles } from '../../model/tls.ts';
import { waitFor } from '../../wait.ts';
import { acceptsConnections, answersOk, askOk } from '../health-probes.ts';
import type { StackTls } from '../stack-tls.ts';
import { schemeOf } from '../stack-tls.ts';
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
  /** How it is asked by TLS; left out: it speaks none. */
  readonly tls?: ServerTls | undefined;
}

/** The certificate of a server of ours, and how the harness asks it. */
export interface ServerTls {
  readonly files: TlsFiles;
  readonly access: TlsAccess;
}

/** Makes a certificate for a server of ours; undefined: it speaks no TLS. */
export async function serverTls(tls: StackTls | null, name: string): Promise<ServerTls | undefined> {
  return tls === null ? undefined : { files: await tls.certificates.issue(name), access: tls.access };
}

const READY_LIMIT_MS = 20_000;

/** Keys and addresses of the Supabase API. */
export interface SupabaseOptions {
  readonly port: number;
  /** With the password in it: by environment only. */
  readonly databaseUrl: string;
  readonly publishableKey: string;
  readonly secretKey: string;
  /** Undefined: it speaks no TLS, neither with its clients nor with PostgreSQL. */
  readonly tls?: ServerTls | undefined;
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
      ...tlsEnv(options.tls),
    },
    tls: options.tls,
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
export function outsideWorldServer(port: number, ledger: string, tls?: ServerTls): ComponentSpec {
  const main = new URL(`../../outside-world/outside-world-main${extname(import.meta.filename)}`, import.meta.url);
  return httpServer({
    name: 'outside-world',
    role: 'outside-world',
    port,
    healthPath: '/health',
    ...node(main),
    env: { OUTSIDE_WORLD_PORT: String(port), OUTSIDE_WORLD_LEDGER: ledger, ...tlsEnv(tls) },
    tls,
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

/** The variables by which our own servers find their certificates. */
function tlsEnv(tls: ServerTls | undefined): Readonly<Record<string, string>> {
  return tls === undefined ? {} : { TLS_CA: tls.files.ca, TLS_CERT: tls.files.cert, TLS_KEY: tls.files.key };
}

function httpServer(server: HttpServer): ComponentSpec {
  const { name, role, port, command, args, env } = server;
  const access = server.tls?.access;
  const url = `${schemeOf(access)}://127.0.0.1:${port}${server.healthPath}`;
  return {
    name,
    role,
    readyLimitMs: READY_LIMIT_MS,
    stopSignal: 'SIGTERM',
    ask: async (signal) => askOk(url, signal, access),
    launch: async () => ({ command, args, env }),
    ready: async (_incarnation, signal) => {
      const wait = { what: `${name} to answer on port ${port}`, limitMs: READY_LIMIT_MS, signal, everyMs: 10 };
      await waitFor(async () => acceptsConnections(port), wait);
      await waitFor(async () => answersOk(url, access), wait);
    },
  };
}
