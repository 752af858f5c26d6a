import { cpus, loadavg, totalmem } from 'node:os';
import { versionsWithoutSystem } from '../../harness/app/provision-system.ts';
import type { Servers } from './bench-context.ts';
import type { Machine } from './bench-report.ts';

/**
 * The machine as it is now. Call it before anything is started.
 *
 * @param engine - further versions: those of the container engine and its images, where there is one
 */
export function machineNow(servers: Servers, engine: Machine['versions'] = {}): Machine {
  const { node, platform, harness, temporalSdk } = versionsWithoutSystem({});
  const [one = 0, five = 0, fifteen = 0] = loadavg();
  const cores = cpus();
  return {
    platform,
    cpu: cores[0]?.model.trim() ?? 'unknown',
    cores: cores.length,
    memoryMb: Math.round(totalmem() / 2 ** 20),
    loadAverage: [one, five, fifteen],
    versions: {
      node,
      harness,
      temporalSdk,
      temporal: servers.temporal.version,
      toxiproxy: servers.toxiproxy.version,
      ...engine,
    },
  };
}
