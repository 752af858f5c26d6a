import { randomInt } from 'node:crypto';
import { resolve } from 'node:path';
import { certificatesFolder } from '../../certificates/certificate-files.ts';
import { monitoringFolder } from '../monitoring/open-monitoring.ts';
import { secret, supabaseKeys } from '../secrets.ts';
import type { DockerPorts } from './docker-ports.ts';
import { certificatesGroup } from './docker-tls.ts';

/** The values that the compose file needs. */
export type ComposeVariables = Readonly<Record<string, string>>;

/** Passwords and keys, different for each run. */
export interface DockerSecrets {
  readonly postgresql: string;
  readonly supabaseDb: string;
  readonly api: string;
  readonly publishable: string;
  readonly service: string;
}

/** Makes passwords and keys. */
export function makeSecrets(): DockerSecrets {
  return { postgresql: secret(), supabaseDb: secret(), api: secret(), ...supabaseKeys() };
}

/** The input of the variables. */
export interface Filling {
  /** The run's folder. */
  readonly folder: string;
  readonly ports: DockerPorts;
  readonly secrets: DockerSecrets;
  readonly namespace: string;
  /** Folder of the migrations; left out: there are none. */
  readonly migrations: string | undefined;
  /** Whether the run starts a Supabase. */
  readonly ownSupabase: boolean;
}

/** The variables that docker/compose.yaml asks for. */
export function composeVariables(filling: Filling): ComposeVariables {
  const { folder, ports, secrets, namespace, migrations, ownSupabase } = filling;
  return {
    COMPOSE_PROFILES: ownSupabase ? 'supabase' : '',
    CHAOS_NAMESPACE: namespace,
    // A folder without migrations in it, if there are none.
    CHAOS_MIGRATIONS: resolve(migrations ?? folder),
    // These need not exist unless Prometheus is started, or the stack speaks TLS.
    CHAOS_MONITORING: monitoringFolder({ folder }),
    CHAOS_CERTIFICATES: certificatesFolder({ folder }),
    CHAOS_CERTIFICATES_GROUP: String(certificatesGroup()),
    CHAOS_WORKERS_SUBNET: randomSubnet(),
    CHAOS_PORT_TEMPORAL: String(ports.temporal),
    CHAOS_PORT_TEMPORAL_METRICS: String(ports.temporalMetrics),
    CHAOS_PORT_TEMPORAL_UI: String(ports.temporalUi),
    CHAOS_PORT_POSTGRESQL: String(ports.postgresql),
    CHAOS_PORT_SUPABASE: String(ports.supabase),
    CHAOS_PORT_SUPABASE_DB: String(ports.supabaseDb),
    CHAOS_PORT_TOXIPROXY: String(ports.toxiproxy),
    CHAOS_PORT_API: String(ports.api),
    CHAOS_PORT_OUTSIDE_WORLD: String(ports.outsideWorld),
    CHAOS_PORT_PROMETHEUS: String(ports.prometheus),
    CHAOS_PORT_GRAFANA: String(ports.grafana),
    CHAOS_POSTGRESQL_PASSWORD: secrets.postgresql,
    CHAOS_SUPABASE_DB_PASSWORD: secrets.supabaseDb,
    CHAOS_SUPABASE_PUBLISHABLE_KEY: secrets.publishable,
    CHAOS_SUPABASE_SECRET_KEY: secrets.service,
  };
}

/**
 * A subnet for the workers' network.
 *
 * @remarks An engine gives a container back its old address only on a network whose subnet was chosen. If another
 * network has that subnet, the engine says so, and the start is tried again.
 */
function randomSubnet(): string {
  return `10.${randomInt(64, 192)}.${randomInt(0, 256)}.0/24`;
}
