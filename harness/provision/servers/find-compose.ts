import { execFile } from 'node:child_process';
import type { ProvisionOptions } from '../provision-context.ts';
import { findServer } from './find-server.ts';
import { readComposeVersion, type SeenVersion, serverSpecs } from './server-spec.ts';

/** A Docker Compose that can be called. */
export interface FoundCompose {
  /** Program and first arguments; the arguments of `docker compose` follow them. */
  readonly command: readonly [string, ...string[]];
  readonly version: string;
  readonly from: 'plugin' | 'environment' | 'path' | 'cache' | 'download' | 'build';
}

const versionLimitMs = 20_000;

/**
 * Finds Docker Compose: the binary that CHAOS_COMPOSE_PATH names, else the plugin of the docker command, else a
 * `docker-compose` on the PATH or in the cache, else one that is built now.
 *
 * @remarks The plugin is called as `docker compose`, any other by itself: a standalone binary takes the same arguments
 * and refuses `compose` as the first.
 * @throws HarnessError CHAOS_BINARY_BROKEN or CHAOS_BINARY_MISSING, as {@link findServer}.
 */
export async function findCompose(options: ProvisionOptions): Promise<FoundCompose> {
  const named = process.env[serverSpecs.compose.environmentVariable] ?? '';
  if (named === '') {
    const plugin = await composePlugin(options.signal);
    if (plugin?.fits === true) return { command: ['docker', 'compose'], version: plugin.version, from: 'plugin' };
  }
  const { path, version, from } = await findServer('compose', options);
  return { command: [path], version, from };
}

/** The plugin and its version; null if there is none, or no docker command. */
export async function composePlugin(signal: AbortSignal): Promise<SeenVersion | null> {
  const output = await new Promise<string>((resolve) => {
    const options = { signal, timeout: versionLimitMs, killSignal: 'SIGKILL' as const };
    execFile('docker', ['compose', 'version'], options, (error, stdout) => resolve(error === null ? stdout : ''));
  });
  signal.throwIfAborted();
  return readComposeVersion(output);
}
