import { randomInt } from 'node:crypto';
import { resolve } from 'node:path';
import { secret, supabaseKeys } from '../secrets.ts';
import type { DockerPorts } from './docker-ports.ts';

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
  readonly ports: DockerPorts;
  readonly secrets: DockerSecrets;
  readonly namespace: string;
  /** Folder of the migrations; any folder without migrations if there are none. */
  readonly migrations: string;
  /** Folder of Prometheus' configuration; it need not exist unless Prometheus is started. */
  readonly monitoring: string;
  /** Whether the run starts a Supabase. */
  readonly ownSupabase: boolean;
}

/** The variables that docker/compose.yaml asks for. */
export function composeVariables(filling: Filling): ComposeVariables {
  const { ports, secrets, namespace, migrations, monitoring, ownSupabase } = filling;
  return {
    COMPOSE_PROFILES: ownSupabase ? 'supabase' : '',
    CHAOS_NAMESPACE: namespace,
    CHAOS_MIGRATIONS: resolve(migrations),
    CHAOS_MONITORING: monitoring,
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
