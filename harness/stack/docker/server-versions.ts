import { temporalVersion } from '../ask-temporal.ts';
import type { ToxiproxyControl } from '../toxiproxy-control.ts';
import type { DockerPorts } from './docker-ports.ts';
import { type DatabaseOptions, databaseVersion } from './with-database.ts';

/** The versions of the servers, as they say themselves. */
export async function serverVersions(
  control: ToxiproxyControl,
  ports: DockerPorts,
  { password, tls }: Pick<DatabaseOptions, 'password' | 'tls'>,
): Promise<Readonly<Record<string, string>>> {
  const [temporal, toxiproxy, postgresql] = await Promise.all([
    temporalVersion({ address: `127.0.0.1:${ports.temporal}`, tls: tls?.access }),
    control.version(),
    databaseVersion({ name: 'postgresql', port: ports.postgresql, password, tls }),
  ]);
  return { temporal, toxiproxy, postgresql };
}
