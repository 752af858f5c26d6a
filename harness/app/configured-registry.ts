import { hasConfig, loadConfig } from '../config/load-config.ts';
import { builtInRegistry, type Registry, registryOf } from './registry.ts';

/**
 * The faults and checks of the project in a folder; only the harness's own if there is no chaos.config.ts.
 *
 * @throws HarnessError CHAOS_BAD_CONFIG if there is one and it cannot be used.
 */
export async function configuredRegistry(projectFolder: string): Promise<Registry> {
  return hasConfig(projectFolder) ? registryOf(await loadConfig(projectFolder)) : builtInRegistry;
}
