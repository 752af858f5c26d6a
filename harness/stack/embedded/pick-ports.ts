import type { ChaosConfig } from '../../model/config.ts';
import type { ComponentRow } from '../../model/evidence.ts';
import { API } from '../../model/plan.ts';
import type { PortPicker } from '../port-picker.ts';
import { type ConfiguredService, configuredServices } from './configured-services.ts';
import type { EmbeddedStackOptions } from './embedded-stack-options.ts';
import { placeOf } from './fixed-address.ts';

const SERVERS: readonly ComponentRow['role'][] = ['toxiproxy', 'outside-world'];
const SUPABASE: readonly ComponentRow['role'][] = ['database', 'supabase'];

/** The ports of 127.0.0.1 that servers listen on. */
export type Ports = Readonly<Record<ComponentRow['role'], number>> & {
  readonly ui: number | null;
  readonly prometheus: number | null;
  readonly temporalMetrics: number;
  /** Where the services of the configuration are. */
  readonly services: readonly ConfiguredService[];
};

/**
 * Picks a port for each server that is started: the one that the environment names, or a free one.
 *
 * @throws HarnessError CHAOS_PORT_TAKEN, CHAOS_USAGE.
 */
export async function pickPorts(
  picker: PortPicker,
  options: EmbeddedStackOptions,
  databasePassword: string,
): Promise<Ports> {
  const own = options.hosted === undefined ? SUPABASE : [];
  const temporal = options.temporal === undefined ? (['temporal'] as const) : [];
  const wanted = [...SERVERS, ...temporal, ...own, ...(options.api === undefined ? [] : [API])];
  const picked = await Promise.all(wanted.map(async (role) => [role, await picker.pickFor(role)]));
  const ui = options.ui === true && options.temporal === undefined ? await picker.pickFor('temporal-ui') : null;
  const prometheus = options.monitoring === undefined ? null : await picker.pickFor('prometheus');
  const temporalMetrics = await picker.pick();
  const servers = Object.fromEntries(picked) as Record<ComponentRow['role'], number>;
  const database = options.hosted === undefined ? { port: servers.database, password: databasePassword } : null;
  const services = await configuredServices(options.config.services ?? {}, { picker, database });
  return { ...servers, ui, prometheus, temporalMetrics, services };
}

/** What says which ports are usual, and which one the harness itself must listen on. */
type PortSettings = Pick<EmbeddedStackOptions, 'usualPorts'> & {
  readonly config: { readonly workers: Pick<ChaosConfig['workers'], 'fixedAddress'> };
};

/** The usual ports of servers, without one that the harness itself must listen on in Temporal's place. */
export function usualPortsOf({ usualPorts = {}, config }: PortSettings): Readonly<Record<string, number>> {
  const { fixedAddress } = config.workers;
  const taken = fixedAddress === undefined ? null : placeOf(fixedAddress).port;
  return Object.fromEntries(Object.entries(usualPorts).filter(([, port]) => port !== taken));
}
