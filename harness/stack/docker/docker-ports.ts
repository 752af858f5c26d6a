import type { PortPicker } from '../port-picker.ts';

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
}

/**
 * Picks a port for each server: the one that the environment names, or a free one.
 *
 * @param ownSupabase - whether the run starts a Supabase; otherwise its ports in the environment don't matter
 * @param withApi - whether the run starts the system's API; the same
 * @throws HarnessError CHAOS_PORT_TAKEN, CHAOS_USAGE.
 */
export async function pickPorts(picker: PortPicker, ownSupabase: boolean, withApi: boolean): Promise<DockerPorts> {
  return {
    temporal: await picker.pickFor('temporal'),
    temporalMetrics: await picker.pick(),
    temporalUi: await picker.pickFor('temporal-ui'),
    postgresql: await picker.pick(),
    supabase: ownSupabase ? await picker.pickFor('supabase') : await picker.pick(),
    supabaseDb: ownSupabase ? await picker.pickFor('database') : await picker.pick(),
    toxiproxy: await picker.pickFor('toxiproxy'),
    outsideWorld: await picker.pickFor('outside-world'),
    api: withApi ? await picker.pickFor('api') : await picker.pick(),
  };
}
