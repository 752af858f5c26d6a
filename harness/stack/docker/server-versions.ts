import { temporalVersion } from '../ask-temporal.ts';
import type { ToxiproxyControl } from '../toxiproxy-control.ts';
import type { DockerPorts } from './docker-ports.ts';
import { databaseVersion } from './with-database.ts';

/** The versions of the servers, as they say themselves. */
export async function serverVersions(
  control: ToxiproxyControl,
  ports: DockerPorts,
  password: string,
): Promise<Readonly<Record<string, string>>> {
  const [temporal, toxiproxy, postgresql] = await Promise.all([
    temporalVersion(`127.0.0.1:${ports.temporal}`),
    control.version(),
    databaseVersion({ name: 'postgresql', port: ports.postgresql, password }),
  ]);
  return { temporal, toxiproxy, postgresql };
}
