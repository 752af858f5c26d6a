import { homedir } from 'node:os';
import { join } from 'node:path';
import { type ServerName, type ServerSpec, serverSpecs } from './servers/server-spec.ts';

/** The caller's part of a search. */
export interface ProvisionOptions {
  readonly signal: AbortSignal;
  /** Called with one line of text, now and then, while a step takes long. */
  readonly progress: (line: string) => void;
}

/** The parameters of every step of a search for a server. */
export interface ProvisionContext extends ProvisionOptions {
  readonly spec: ServerSpec;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Folder that holds the server's binary once it is in the cache. */
  readonly cached: string;
}

/** The context of this process. */
export function provisionContext(server: ServerName, options: ProvisionOptions): ProvisionContext {
  const spec = serverSpecs[server];
  const name = `${server}-${spec.version}-${process.platform}-${process.arch}`;
  const cached = join(cacheFolder(process.env, process.platform, homedir()), name);
  return { spec, env: process.env, cached, signal: options.signal, progress: options.progress };
}

/**
 * The folder for files that can be made again: `durable-chaos` in the XDG cache folder, or in the macOS equivalent.
 *
 * @remarks A relative XDG_CACHE_HOME is ignored, as its specification asks.
 */
export function cacheFolder(env: ProvisionContext['env'], platform: string, home: string): string {
  const xdg = env['XDG_CACHE_HOME'];
  if (xdg?.startsWith('/')) return join(xdg, 'durable-chaos');
  const base = platform === 'darwin' ? join(home, 'Library', 'Caches') : join(home, '.cache');
  return join(base, 'durable-chaos');
}
