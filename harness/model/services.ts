/** A program that is started with the system and serves HTTP. */
export interface ServiceProgram {
  /** Program and arguments; `node` is the Node that runs the harness. It must listen on 127.0.0.1 at PORT. */
  readonly command: readonly [string, ...string[]];
  /** Its environment, on top of PATH, HOME and PORT; left out: nothing more. */
  readonly env?: Readonly<Record<string, string>>;
  /** How long it may take until it listens, in milliseconds; left out: 20 s. */
  readonly readyLimitMs?: number;
}

/**
 * A service that the workers ask, beside Temporal and Supabase. Each worker gets a link to it through Toxiproxy, so
 * faults of links can strike it.
 *
 * @example
 * const services: Record<string, Service> = {
 *   payments: { http: 'http://127.0.0.1:4242' },
 *   inventory: { http: { command: ['node', 'stubs/inventory.js'] } },
 *   cache: { tcp: 'redis://127.0.0.1:6379' },
 *   database: { postgresql: 'own' },
 * };
 */
export type Service =
  /** The URL of one that runs already, or a program to start. Its requests are relayed, read and journalled. */
  | { readonly http: string | ServiceProgram }
  /** `host:port`, or a URL with a port. Its bytes are not read. */
  | { readonly tcp: string }
  /** The PostgreSQL under the run's Supabase, for clients that speak SQL. Its name must be `database`. */
  | { readonly postgresql: 'own' };

/** The address at which a worker must ask a service; it leads through that worker's Toxiproxy proxy. */
export interface ServiceAddress {
  /** Without a slash at its end; of a `tcp` service whose address has no scheme: `tcp://host:port`. */
  readonly url: string;
  readonly host: string;
  readonly port: number;
}

/** Names that links, components or moments have already. */
const reservedNames = [
  'temporal',
  'supabase',
  'outside',
  'database',
  'api',
  'toxiproxy',
  'outside-world',
  'supabase-db',
  'postgresql',
  'prometheus',
  'grafana',
  'gateway',
  'harness',
  'handed-out',
  'heartbeat',
  'completion',
  'failure',
];

/** The name of the service that is the run's own PostgreSQL, so that faults of the database know the links to it. */
const DATABASE = 'database';

/** Why a service can't have that name, as a clause; null if it can. */
export function unfitServiceName(name: string, service: Service): string | null {
  if ('postgresql' in service)
    return name === DATABASE ? null : `is the run's PostgreSQL, so it must be named \`${DATABASE}\``;
  if (!/^[a-z][a-z0-9-]*$/.test(name))
    return 'names a link, so it must have lower-case letters, digits and hyphens only';
  if (reservedNames.includes(name) || name.startsWith('worker')) return 'is a name that the harness uses itself';
  return null;
}

/** Whether the harness starts a program for a service, which is then a component. */
export function isStarted(service: Service): boolean {
  return 'http' in service && typeof service.http !== 'string';
}

/**
 * The URL of a service that runs already; null: the harness starts it.
 *
 * @throws TypeError if it is none.
 */
export function urlOfService(service: Service): URL | null {
  if ('postgresql' in service) return null;
  if ('tcp' in service) {
    return new URL(service.tcp.includes('://') ? service.tcp : `tcp://${service.tcp}`);
  }
  return typeof service.http === 'string' ? new URL(service.http) : null;
}

/** The `host:port` of a service that runs already. */
export function placeOfService({ hostname, protocol, port }: URL): { readonly host: string; readonly port: number } {
  const usual = protocol === 'https:' ? 443 : 80;
  // An IPv6 address is in brackets in a URL, and only there.
  return { host: hostname.replace(/^\[(.*)\]$/, '$1'), port: port === '' ? usual : Number(port) };
}

/**
 * The address of a service, as asked by way of another `host:port`.
 *
 * @param scheme - that of relays: `https` if the run speaks TLS
 */
export function serviceAddress(service: Service, at: string, scheme: 'http' | 'https'): ServiceAddress {
  const named = urlOfService(service) ?? new URL('http://127.0.0.1');
  const { username, password, pathname, search } = named;
  const who = username === '' ? '' : `${username}${password === '' ? '' : `:${password}`}@`;
  const path = `${pathname}${search}`.replace(/\/$/, '');
  const [host = '', port = ''] = at.split(':');
  const spoken = 'tcp' in service ? named.protocol : `${scheme}:`;
  return { url: `${spoken}//${who}${at}${path}`, host, port: Number(port) };
}
