import type { GatewayServer } from '../gateway/start-gateway.ts';
import type { WorkerAddresses } from '../model/addresses.ts';
import type { LinkEnd } from '../model/plan.ts';
import type { StackOptions } from './stack-options.ts';
import type { StackTls } from './stack-tls.ts';
import { schemeOf } from './stack-tls.ts';
import { supabaseByLink } from './supabase-by-link.ts';
import type { WorkerExtras } from './worker-extras.ts';

/** The options of the workers of a run. */
export interface FleetOptions
  extends WorkerExtras,
    Pick<StackOptions, 'config' | 'variant' | 'bundlePath' | 'versions' | 'version' | 'monitoring'> {
  readonly namespace: string;
  readonly supabaseKey: string;
  /** How the stack speaks TLS; null: not at all. */
  readonly tls: StackTls | null;
  /** Ports of 127.0.0.1 at which this machine reaches the services. */
  readonly ports: Readonly<Record<ServiceEnd, number>>;
}

/** The end of a worker's link to a service other than Temporal. */
export type ServiceEnd = Exclude<LinkEnd, 'temporal'>;

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

/** The addresses and names in the environment of a worker, by the `host:port` of its end of each link. */
export function workerAddresses(
  links: Readonly<Record<LinkEnd, string>>,
  own: Pick<WorkerAddresses, 'component' | 'metricsHost' | 'metricsPort' | 'bundlePath' | 'tls'>,
  { config, namespace, supabaseKey, hosted }: FleetOptions,
): WorkerAddresses {
  const [temporalHost = '', temporalPort = ''] = links.temporal.split(':');
  return {
    temporalHost,
    temporalPort: Number(temporalPort),
    supabaseUrl: supabaseByLink(links.supabase, hosted, own.tls),
    supabaseKey: hosted?.key ?? supabaseKey,
    outsideWorldUrl: `${schemeOf(own.tls)}://${links.outside}`,
    ...own,
    taskQueue: config.taskQueue,
    namespace,
  };
}
