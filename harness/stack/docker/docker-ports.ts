import type { PortPicker } from '../port-picker.ts';
import type { DockerStackOptions } from './docker-stack-options.ts';

/** The ports of 127.0.0.1 by which the harness reaches the servers; they stay when a container is started again. */
export interface DockerPorts {
  readonly temporal: number;
  readonly temporalMetrics: number;
  readonly temporalUi: number;
  readonly postgresql: number;
  readonly supabase: number;
  readonly supabaseDb: number;
  readonly toxiproxy: number;
  readonly outsideWorld: number;
  readonly api: number;
  readonly prometheus: number;
  readonly grafana: number;
}

/**
 * Picks a port for each server: the one that the environment names, or a free one.
 *
 * @param started - what isn't started needs no certain port
 * @throws HarnessError CHAOS_PORT_TAKEN, CHAOS_USAGE.
 */
export async function pickPorts(
  picker: PortPicker,
  started: Pick<DockerStackOptions, 'hosted' | 'api' | 'monitoring'>,
): Promise<DockerPorts> {
  const ownSupabase = started.hosted === undefined;
  const monitoring = started.monitoring !== undefined;
  return {
    temporal: await picker.pickFor('temporal'),
    temporalMetrics: await picker.pick(),
    temporalUi: await picker.pickFor('temporal-ui'),
    postgresql: await picker.pick(),
    supabase: ownSupabase ? await picker.pickFor('supabase') : await picker.pick(),
    supabaseDb: ownSupabase ? await picker.pickFor('database') : await picker.pick(),
    toxiproxy: await picker.pickFor('toxiproxy'),
    outsideWorld: await picker.pickFor('outside-world'),
    api: started.api !== undefined ? await picker.pickFor('api') : await picker.pick(),
    prometheus: monitoring ? await picker.pickFor('prometheus') : await picker.pick(),
    grafana: monitoring ? await picker.pickFor('grafana') : await picker.pick(),
  };
}
