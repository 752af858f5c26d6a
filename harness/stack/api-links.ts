import type { GatewayServer } from '../gateway/start-gateway.ts';
import type { ChaosConfig } from '../model/config.ts';
import { API, linkName } from '../model/plan.ts';
import type { ProgramTls } from '../model/tls.ts';
import type { WantedLink } from './link-registry.ts';
import type { StackOptions } from './stack-options.ts';
import { supabaseByLink } from './supabase-by-link.ts';
import { type FleetOptions, type ServiceLink, serviceUpstream } from './worker-links.ts';

/** The servers that the API reaches, each by a link. */
export const apiLinkEnds = ['temporal', 'supabase'] as const;

/** The `host:port` of the API's end of each of its links. */
export type ApiLinks = Readonly<Record<(typeof apiLinkEnds)[number], string>>;

/** The links of the API, to be made: Temporal's leads through the gateway, as a worker's does. */
export async function apiLinks(
  options: FleetOptions,
  gateway: GatewayServer,
  { direct, host }: Pick<ServiceLink, 'direct' | 'host'>,
): Promise<readonly WantedLink[]> {
  const supabase = await serviceUpstream({ worker: API, end: 'supabase', direct, host }, options, gateway);
  return [
    { name: linkName('temporal', API), upstream: `${host}:${await gateway.listen(API, host)}` },
    { name: linkName('supabase', API), upstream: supabase },
  ];
}

/** The part of the options that the environment of the API is made from. */
export type ApiOptions = Pick<StackOptions, 'config' | 'hosted'> & Pick<FleetOptions, 'namespace' | 'supabaseKey'>;

/** The address that the API listens on, and the secret of its clients. */
export interface ApiPlace {
  readonly host: string;
  readonly port: number;
  readonly token: string;
  readonly metricsHost: string;
  readonly metricsPort: number;
  /** How it speaks TLS; left out: not at all. */
  readonly tls?: ProgramTls;
}

/** The environment of the API. */
export function apiEnvironment(
  { config, namespace, supabaseKey, hosted }: ApiOptions,
  links: ApiLinks,
  place: ApiPlace,
): Readonly<Record<string, string>> {
  const [temporalHost = '', temporalPort = ''] = links.temporal.split(':');
  return configured(config).env({
    ...place,
    temporalHost,
    temporalPort: Number(temporalPort),
    supabaseUrl: supabaseByLink(links.supabase, hosted, place.tls),
    supabaseKey: hosted?.key ?? supabaseKey,
    taskQueue: config.taskQueue,
    namespace,
  });
}

/** The configuration's API. A stack is asked for one only if there is one. */
export function configured({ api }: ChaosConfig): NonNullable<ChaosConfig['api']> {
  if (api === undefined) throw new TypeError('Expected a configuration with an API.');
  return api;
}
