import { connect } from 'node:net';
import { HarnessError } from '../../errors.ts';
import { placeOfService, type Service, type ServiceProgram, urlOfService } from '../../model/services.ts';
import { waitFor } from '../../wait.ts';
import { acceptsConnections } from '../health-probes.ts';
import type { PortPicker } from '../port-picker.ts';
import type { ServiceTarget } from '../worker-links.ts';
import type { ComponentSpec } from './process-component.ts';

/** A service of the configuration, and where it is. */
export interface ConfiguredService extends ServiceTarget {
  /** The `host:port` at which the harness itself reaches it. */
  readonly at: string;
  /** The component, if the harness starts it; null: it runs already. */
  readonly spec: ComponentSpec | null;
  /** Whether it is a server that the stack starts anyhow. */
  readonly isOwn?: true;
}

/** What the place of a service may depend on. */
export interface ServicePlaces {
  readonly picker: PortPicker;
  /** The run's own PostgreSQL; null: Supabase is hosted. */
  readonly database: { readonly port: number; readonly password: string } | null;
}

const READY_LIMIT_MS = 20_000;
const REACH_LIMIT_MS = 5000;

/**
 * Finds the place of each service of the configuration; picks a port for those that are started.
 *
 * @throws HarnessError CHAOS_BAD_CONFIG if one is the run's own PostgreSQL, and the run has none.
 */
export async function configuredServices(
  services: Readonly<Record<string, Service>>,
  places: ServicePlaces,
): Promise<readonly ConfiguredService[]> {
  const found: ConfiguredService[] = [];
  for (const [name, service] of Object.entries(services)) found.push(await placed(name, service, places));
  return found;
}

async function placed(name: string, service: Service, { picker, database }: ServicePlaces): Promise<ConfiguredService> {
  if ('postgresql' in service) return ownDatabase(name, database);
  const url = urlOfService(service);
  const relayed = 'http' in service;
  if (url !== null) {
    const { host, port } = placeOfService(url);
    const at = `${host.includes(':') ? `[${host}]` : host}:${port}`;
    return { name, service, at, relayed, upstream: relayed ? url.origin : at, spec: null };
  }
  const port = await picker.pick();
  const at = `127.0.0.1:${port}`;
  const spec = 'http' in service && typeof service.http === 'object' ? programOf(name, service.http, port) : null;
  return { name, service, at, relayed, upstream: at, spec };
}

/** It is started, and waited for, with the run's Supabase. */
function ownDatabase(name: string, database: ServicePlaces['database']): ConfiguredService {
  if (database === null) {
    const sentence = `chaos.config.ts: \`services.${name}\` is the run's own PostgreSQL, but Supabase is hosted.`;
    const advice = 'Name its address under another name, as { tcp: "postgresql://user:password@host:5432/postgres" }.';
    throw new HarnessError('CHAOS_BAD_CONFIG', `${sentence} ${advice}`);
  }
  const at = `127.0.0.1:${database.port}`;
  const service = { tcp: `postgresql://postgres:${database.password}@${at}/postgres` };
  return { name, service, at, relayed: false, upstream: at, spec: null, isOwn: true };
}

function programOf(
  name: string,
  { command, env, readyLimitMs = READY_LIMIT_MS }: ServiceProgram,
  port: number,
): ComponentSpec {
  const [program, ...args] = command;
  return {
    name,
    role: 'service',
    readyLimitMs,
    stopSignal: 'SIGTERM',
    ask: async () => {
      if ((await acceptsConnections(port)) !== true) throw new Error(`Nothing listens on port ${port}.`);
    },
    launch: async () => ({
      command: program === 'node' ? process.execPath : program,
      args,
      env: { ...env, PORT: String(port) },
    }),
    ready: async (_incarnation, signal) => {
      const wait = { what: `${name} to listen on port ${port}`, limitMs: readyLimitMs, signal, everyMs: 25 };
      await waitFor(async () => acceptsConnections(port), wait);
    },
  };
}

/**
 * Starts the programs among the services, and makes sure that the others are there.
 *
 * @throws HarnessError CHAOS_STACK_NOT_READY
 */
export function startServices(
  services: readonly ConfiguredService[],
  start: (spec: ComponentSpec) => Promise<void>,
): readonly Promise<void>[] {
  return services
    .filter((one) => one.isOwn !== true)
    .map(async (one) => (one.spec === null ? assertReachable(one) : start(one.spec)));
}

async function assertReachable({ name, at }: ConfiguredService): Promise<void> {
  const { hostname, port } = new URL(`tcp://${at}`);
  const socket = connect({ host: hostname.replace(/^\[(.*)\]$/, '$1'), port: Number(port) });
  const { promise, resolve } = Promise.withResolvers<string | null>();
  socket.setTimeout(REACH_LIMIT_MS, () => resolve(`it did not answer within ${REACH_LIMIT_MS} ms`));
  socket.once('connect', () => resolve(null));
  socket.once('error', (error) => resolve(error.message));
  const why = await promise;
  socket.destroy();
  if (why === null) return;
  const sentence = `chaos.config.ts: \`services.${name}\` can't be reached at ${at}: ${why}.`;
  throw new HarnessError('CHAOS_STACK_NOT_READY', `${sentence} Start it, or correct its address.`);
}
