import { postgresBinaries } from '../../provision/servers/postgres-binaries.ts';
import { type TemporalPlace, temporalVersion } from '../ask-temporal.ts';
import type { ToxiproxyControl } from '../toxiproxy-control.ts';

/** The servers that are asked for their versions. */
interface AskedServers {
  readonly control: ToxiproxyControl;
  readonly temporal: TemporalPlace;
  readonly ownSupabase: boolean;
}

/** The versions of the servers, which must be up. A hosted Supabase doesn't report which PostgreSQL it has. */
export async function embeddedVersions({
  control,
  temporal: place,
  ownSupabase,
}: AskedServers): Promise<Record<string, string>> {
  const [temporal, toxiproxy] = await Promise.all([temporalVersion(place), control.version()]);
  return { temporal, toxiproxy, postgresql: ownSupabase ? postgresBinaries().version : 'unknown' };
}
