import type { GatewayServer } from '../gateway/start-gateway.ts';
import type { WorkerAddresses } from '../model/addresses.ts';
import type { linkEnds } from '../model/plan.ts';
import { type Service, serviceAddress } from '../model/services.ts';
import type { StackOptions } from './stack-options.ts';
import type { StackTls } from './stack-tls.ts';
import { schemeOf } from './stack-tls.ts';
import { supabaseByLink } from './supabase-by-link.ts';
import type { WorkerExtras } from './worker-extras.ts';

/** The options of the workers of a run. */
export interface FleetOptions
  extends WorkerExtras,
    Pick<
      StackOptions,
      'config' | 'projectFolder' | 'variant' | 'bundlePath' | 'versions' | 'version' | 'fleets' | 'monitoring'
    > {
  readonly namespace: string;
  readonly supabaseKey: string;
  /** How the stack speaks TLS; null: not at all. */
  readonly tls: StackTls | null;
  /** Ports of 127.0.0.1 at which this machine reaches the services. */
  readonly ports: Readonly<Record<ServiceEnd, number>>;
  /** The services of the configuration. */
  readonly services: readonly ServiceTarget[];
}

/** The end of a worker's link to a service other than Temporal. */
export type ServiceEnd = Exclude<(typeof linkEnds)[number], 'temporal'>;

/** A service of the configuration that is there. */
export interface ServiceTarget {
  readonly name: string;
  readonly service: Service;
  /** `host:port` on this machine, or the URL of one that runs already. */
  readonly upstream: string;
  /** Whether a relay stands before it; if not, `upstream` is no URL. */
  readonly relayed: boolean;
}

/** A worker's link to a service, as Toxiproxy sees it. */
export interface ServiceLink {
  readonly worker: string;
  readonly end: ServiceEnd;
  /** The service itself. */
  readonly direct: string;
  /** The address of this machine that Toxiproxy reaches. */
  readonly host: string;
}

/**
 * The address that a worker's link to a service leads to: the service, or a relay before it.
 *
 * @remarks A hosted Supabase always has a relay before it.
 */
export async function serviceUpstream(
  { worker, end, direct, host }: ServiceLink,
  { hosted, relayServices, ports }: FleetOptions,
  gateway: GatewayServer,
): Promise<string> {
  const external = end === 'supabase' ? hosted?.url : undefined;
  if (relayServices === undefined && external === undefined) return direct;
  const upstream = external ?? `127.0.0.1:${ports[end]}`;
  return `${host}:${await gateway.listenHttp(worker, { link: end, upstream, host })}`;
}

/** The address that a worker's link to a service of the configuration leads to. */
export async function configuredUpstream(
  worker: string,
  { name, upstream, relayed }: ServiceTarget,
  gateway: GatewayServer,
): Promise<string> {
  if (!relayed) return upstream;
  return `127.0.0.1:${await gateway.listenHttp(worker, { link: name, upstream, plain: true })}`;
}

/** The `host:port` of a worker's end of each link. */
export type WorkerLinkEnds = Readonly<Record<(typeof linkEnds)[number], string> & Record<string, string>>;

/** What a worker has in its environment beside the addresses of its links; a task queue, if it is of a further fleet. */
export type OwnAddresses = Pick<WorkerAddresses, 'component' | 'metricsHost' | 'metricsPort' | 'bundlePath' | 'tls'> &
  Partial<Pick<WorkerAddresses, 'taskQueue'>>;

/** The addresses and names in the environment of a worker, by the `host:port` of its end of each link. */
export function workerAddresses(
  links: WorkerLinkEnds,
  own: OwnAddresses,
  { config, namespace, supabaseKey, hosted, services }: FleetOptions,
): WorkerAddresses {
  const [temporalHost = '', temporalPort = ''] = links.temporal.split(':');
  return {
    temporalHost,
    temporalPort: Number(temporalPort),
    supabaseUrl: supabaseByLink(links.supabase, hosted, own.tls),
    supabaseKey: hosted?.key ?? supabaseKey,
    outsideWorldUrl: `${schemeOf(own.tls)}://${links.outside}`,
    services: Object.fromEntries(
      services.map(({ name, service }) => [name, serviceAddress(service, links[name] ?? '', schemeOf(own.tls))]),
    ),
    taskQueue: config.taskQueue,
    ...own,
    namespace,
  };
}
