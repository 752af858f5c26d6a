import type { HostedSupabase } from '../model/hosted-supabase.ts';
import { type Service, type ServiceAddress, serviceAddress, urlOfService } from '../model/services.ts';
import type { MonitoringAddresses, StackAddresses } from '../model/stack.ts';
import type { TlsAccess } from '../model/tls.ts';
import { schemeOf } from './stack-tls.ts';

/** The input of the addresses of a stack: ports of 127.0.0.1, and the key of the Supabase that it starts. */
export interface AddressParts {
  readonly temporal: number;
  /** Null: there is none. */
  readonly temporalUi: number | null;
  readonly supabase: number;
  readonly supabaseKey: string;
  readonly outsideWorld: number;
  readonly toxiproxyUrl: string;
  /** The port and the secret of the system's API; null: there is none. */
  readonly api: { readonly port: number; readonly token: string } | null;
  /** The Supabase that replaces the stack's, if any. */
  readonly hosted: HostedSupabase | undefined;
  /** The services of the configuration, and the `host:port` of each; left out: there are none. */
  readonly services?: readonly { readonly name: string; readonly service: Service; readonly at: string }[];
  /** Null: nothing is scraped. */
  readonly monitoring: MonitoringAddresses | null;
  /** Undefined: nothing speaks TLS. */
  readonly tls: TlsAccess | undefined;
}

/** Where the harness itself reaches everything. */
export function stackAddresses({
  toxiproxyUrl,
  hosted,
  api,
  monitoring,
  tls,
  services = [],
  ...own
}: AddressParts): StackAddresses {
  const base = `${schemeOf(tls)}://127.0.0.1`;
  return {
    temporal: `127.0.0.1:${own.temporal}`,
    temporalUi: own.temporalUi === null ? null : `http://127.0.0.1:${own.temporalUi}`,
    supabaseUrl: hosted?.url ?? `${base}:${own.supabase}`,
    supabaseKey: hosted?.key ?? own.supabaseKey,
    outsideWorldUrl: `${base}:${own.outsideWorld}`,
    toxiproxyUrl,
    api: api === null ? null : { url: `${base}:${api.port}`, token: api.token },
    services: Object.fromEntries(services.map(({ name, service, at }) => [name, directAddress(service, at)])),
    ...(monitoring === null ? {} : { monitoring }),
    ...(tls === undefined ? {} : { tls }),
  };
}

/** It speaks TLS only if its URL says so, even in a run by TLS. */
function directAddress(service: Service, at: string): ServiceAddress {
  return serviceAddress(service, at, urlOfService(service)?.protocol === 'https:' ? 'https' : 'http');
}
