import type { TlsAccess } from '../../model/tls.ts';
import { type WaitOptions, waitFor } from '../../wait.ts';
import { askTemporal, ensureNamespace, type TemporalPlace, temporalAnswers } from '../ask-temporal.ts';
import { answersHttp2, answersOk, askOk } from '../health-probes.ts';
import { type StackTls, schemeOf } from '../stack-tls.ts';
import type { DockerSecrets } from './compose-variables.ts';
import type { ContainerSpec } from './container-incarnations.ts';
import type { DockerPorts } from './docker-ports.ts';
import { forgetWorkflows } from './forget-workflows.ts';
import { type DatabaseOptions, withDatabase } from './with-database.ts';

const READY_LIMIT_MS = 60_000;

/** How long to look whether a server answers, and how often. */
function waitFrom(name: string, signal: AbortSignal): WaitOptions {
  return { what: `${name} to answer`, limitMs: READY_LIMIT_MS, signal, everyMs: 25 };
}

/** Temporal's server. Its first life has no namespace yet. */
function temporalContainer(
  port: number,
  { namespace, tls }: Pick<ServerContainersOptions, 'namespace' | 'tls'>,
  beforeStart: () => Promise<void> = async () => undefined,
): ContainerSpec {
  const access = tls?.access;
  const place: TemporalPlace = { address: `127.0.0.1:${port}`, tls: access };
  return {
    name: 'temporal',
    role: 'temporal',
    readyLimitMs: READY_LIMIT_MS,
    beforeStart,
    ask: async () => askTemporal(place, namespace),
    ready: async (incarnation, signal) => {
      const wait = waitFrom('Temporal', signal);
      await waitFor(async () => answersHttp2(port, { tls: access }), wait);
      if (incarnation === 1) await ensureNamespace(place, namespace, wait);
      await temporalAnswers(place, namespace, wait);
    },
  };
}

/** A PostgreSQL: Temporal's or Supabase's. */
function databaseContainer(
  options: DatabaseOptions,
  restarted: () => Promise<void> = async () => undefined,
): ContainerSpec {
  const ask = async (): Promise<void> => withDatabase(options, async (sql) => void (await sql`select 1`));
  return {
    name: options.name,
    role: 'database',
    readyLimitMs: READY_LIMIT_MS,
    ask,
    ready: async (incarnation, signal) => {
      const yes = (): true => true;
      await waitFor(async () => ask().then(yes, () => undefined), waitFrom(options.name, signal));
      if (incarnation > 1) await restarted();
    },
  };
}

/** A server that reports its health over HTTP. */
interface HttpContainerOptions {
  readonly name: 'supabase' | 'toxiproxy' | 'outside-world';
  readonly port: number;
  readonly healthPath: string;
  /** How it is asked by TLS; left out: it speaks none. */
  readonly access?: TlsAccess | undefined;
  /** Called each time it has started, before it counts as ready. */
  readonly started?: (incarnation: number) => Promise<void>;
}

/** The Supabase API, Toxiproxy or the outside world. */
function httpContainer({ name, port, healthPath, access, started }: HttpContainerOptions): ContainerSpec {
  const url = `${schemeOf(access)}://127.0.0.1:${port}${healthPath}`;
  return {
    name,
    role: name,
    readyLimitMs: READY_LIMIT_MS,
    ask: async (signal) => askOk(url, signal, access),
    ready: async (incarnation, signal) => {
      await waitFor(async () => answersOk(url, access), waitFrom(name, signal));
      await started?.(incarnation);
    },
  };
}

/** The input of the servers. */
export interface ServerContainersOptions {
  readonly ports: DockerPorts;
  readonly secrets: DockerSecrets;
  readonly namespace: string;
  readonly forgetfulTemporal: boolean;
  /** Whether Supabase is among them. */
  readonly ownSupabase: boolean;
  /** How they speak TLS; null: not at all. */
  readonly tls: StackTls | null;
  /** Called each time Toxiproxy has started. */
  readonly toxiproxyStarted: (incarnation: number) => Promise<void>;
}

/** All servers of docker/compose.yaml that are components of the run. */
export function serverContainers(options: ServerContainersOptions): readonly ContainerSpec[] {
  const { ports, secrets, tls, forgetfulTemporal, toxiproxyStarted: started } = options;
  const access = tls?.access;
  const postgresql = { name: 'postgresql', port: ports.postgresql, password: secrets.postgresql, tls } as const;
  const forget = async (): Promise<void> => (forgetfulTemporal ? forgetWorkflows(postgresql) : undefined);
  const supabase = [
    databaseContainer({ name: 'supabase-db', port: ports.supabaseDb, password: secrets.supabaseDb, tls }),
    httpContainer({ name: 'supabase', port: ports.supabase, healthPath: '/health', access }),
  ];
  return [
    temporalContainer(ports.temporal, options, forget),
    databaseContainer(postgresql, forget),
    ...(options.ownSupabase ? supabase : []),
    httpContainer({ name: 'toxiproxy', port: ports.toxiproxy, healthPath: '/version', started }),
    httpContainer({ name: 'outside-world', port: ports.outsideWorld, healthPath: '/health', access }),
  ];
}
