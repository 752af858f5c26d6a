import type { ComponentRow } from '../../model/evidence.ts';
import { API } from '../../model/plan.ts';
import type { PortPicker } from '../port-picker.ts';
import type { EmbeddedStackOptions } from './embedded-stack-options.ts';

const SERVERS: readonly ComponentRow['role'][] = ['temporal', 'toxiproxy', 'outside-world'];
const SUPABASE: readonly ComponentRow['role'][] = ['database', 'supabase'];

/** The ports of 127.0.0.1 that servers listen on. */
export type Ports = Readonly<Record<ComponentRow['role'], number>> & {
  readonly ui: number | null;
  readonly prometheus: number | null;
  readonly temporalMetrics: number;
};

/**
 * Picks a port for each server that is started: the one that the environment names, or a free one.
 *
 * @throws HarnessError CHAOS_PORT_TAKEN, CHAOS_USAGE.
 */
export async function pickPorts(picker: PortPicker, options: EmbeddedStackOptions): Promise<Ports> {
  const own = options.hosted === undefined ? SUPABASE : [];
  const wanted = [...SERVERS, ...own, ...(options.api === undefined ? [] : [API])];
  const picked = await Promise.all(wanted.map(async (role) => [role, await picker.pickFor(role)]));
  const ui = options.ui === true ? await picker.pickFor('temporal-ui') : null;
  const prometheus = options.monitoring === undefined ? null : await picker.pickFor('prometheus');
  const temporalMetrics = await picker.pick();
  const servers = Object.fromEntries(picked) as Record<ComponentRow['role'], number>;
  return { ...servers, ui, prometheus, temporalMetrics };
}
