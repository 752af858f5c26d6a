import postgres from 'postgres';
import { type WaitOptions, waitFor } from '../../wait.ts';
import { acceptsConnections, answersOk, askOk } from '../answers.ts';
import { askTemporal, ensureNamespace, temporalAnswers } from '../ask-temporal.ts';
import type { ContainerSpec } from './container-lives.ts';

const READY_LIMIT_MS = 60_000;

/** How long to look whether a server answers, and how often. */
function waitFrom(name: string, signal: AbortSignal): WaitOptions {
  return { what: `${name} to answer`, limitMs: READY_LIMIT_MS, signal, everyMs: 25 };
}

/** Temporal's server. Its first life has no namespace yet. */
export function temporalContainer(port: number, namespace: string): ContainerSpec {
  const address = `127.0.0.1:${port}`;
  return {
    name: 'temporal',
    role: 'temporal',
    readyLimitMs: READY_LIMIT_MS,
    ask: async () => askTemporal(address, namespace),
    ready: async (incarnation, signal) => {
      const wait = waitFrom('Temporal', signal);
      await waitFor(async () => acceptsConnections(port), wait);
      if (incarnation === 1) await ensureNamespace(address, namespace, wait);
      await temporalAnswers(address, namespace, wait);
    },
  };
}

/** A PostgreSQL, and what it is asked by. */
export interface DatabaseOptions {
  readonly name: 'postgresql' | 'supabase-db';
  readonly port: number;
  readonly password: string;
}

/** A PostgreSQL: Temporal's or Supabase's. */
export function databaseContainer(options: DatabaseOptions): ContainerSpec {
  const ask = async (): Promise<void> => void (await queried(options, 'select 1'));
  return {
    name: options.name,
    role: 'database',
    readyLimitMs: READY_LIMIT_MS,
    ask,
    ready: async (_incarnation, signal) => {
      const yes = (): true => true;
      await waitFor(async () => ask().then(yes, () => undefined), waitFrom(options.name, signal));
    },
  };
}

/** The version that PostgreSQL itself tells, such as `18.4`. */
export async function databaseVersion(options: DatabaseOptions): Promise<string> {
  const [row] = await queried(options, 'show server_version');
  return row?.['server_version']?.split(' ', 1)[0] ?? '';
}

async function queried(
  { port, password }: DatabaseOptions,
  query: string,
): Promise<readonly Readonly<Record<string, string>>[]> {
  const target = { host: '127.0.0.1', port, database: 'postgres', username: 'postgres', password };
  const sql = postgres({ ...target, max: 1, connect_timeout: 5, onnotice: () => undefined });
  try {
    return await sql.unsafe<Record<string, string>[]>(query);
  } finally {
    await sql.end({ timeout: 0 });
  }
}

/** A server that tells over HTTP how it is. */
export interface HttpContainerOptions {
  readonly name: 'supabase' | 'toxiproxy' | 'outside-world';
  readonly port: number;
  readonly healthPath: string;
  /** Called each time it has come up, before it counts as ready. */
  readonly started?: (incarnation: number) => Promise<void>;
}

/** The Supabase API, Toxiproxy or the outside world. */
export function httpContainer({ name, port, healthPath, started }: HttpContainerOptions): ContainerSpec {
  const url = `http://127.0.0.1:${port}${healthPath}`;
  return {
    name,
    role: name,
    readyLimitMs: READY_LIMIT_MS,
    ask: async (signal) => askOk(url, signal),
    ready: async (incarnation, signal) => {
      await waitFor(async () => answersOk(url), waitFrom(name, signal));
      await started?.(incarnation);
    },
  };
}
