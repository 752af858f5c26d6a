import { chmod, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { messageOf } from '../../errors.ts';
import { formatDuration } from '../../model/duration.ts';
import { withFolderLock } from '../../processes/folder-lock.ts';
import type { ProcessIdentity } from '../../processes/process-identity.ts';
import type { ProvisionContext } from '../provision-context.ts';
import { buildServer } from './build-server.ts';
import { downloadServer } from './download-server.ts';
import { firstFound, type Search } from './first-found.ts';
import { type Look, probeServer } from './probe-server.ts';

/** Several times the longest build seen. */
const lockLimitMs = 3_600_000;

/** The path of the server's binary in the cache, whether it is there or not. */
export function cachedProgram(context: ProvisionContext): string {
  return join(context.cached, context.spec.program);
}

/**
 * Downloads the server, or else builds it, and puts it into the cache.
 *
 * @remarks One process at a time does it; the others wait and then find it in the cache. A binary is made under a
 * temporary name, run once for its version and only then renamed, so every file with the right name is complete. That
 * also replaces a broken one.
 */
export async function installServer(context: ProvisionContext): Promise<Search> {
  const { spec, signal, progress } = context;
  const onWait = (holder: ProcessIdentity, waitedMs: number): void =>
    progress(`Waiting for process ${holder.pid} to fetch ${spec.title} … ${formatDuration(waitedMs)}`);
  return withFolderLock({ path: `${context.cached}.lock`, signal, limitMs: lockLimitMs, onWait }, async () => {
    await removePartials(context);
    const arrived = await probeServer(spec, cachedProgram(context), signal);
    if (arrived.found) return { found: { from: 'cache', path: arrived.path, version: arrived.version }, tried: [] };
    return firstFound([
      { from: 'download', look: async () => intoCache(context, downloadServer) },
      { from: 'build', look: async () => intoCache(context, buildServer) },
    ]);
  });
}

async function intoCache(
  context: ProvisionContext,
  make: (context: ProvisionContext, folder: string) => Promise<string>,
): Promise<Look> {
  const partial = await mkdtemp(`${context.cached}.partial-`);
  try {
    const made = await make(context, partial);
    await chmod(made, 0o755);
    const look = await probeServer(context.spec, made, context.signal);
    if (!look.found) return look;
    await mkdir(context.cached, { recursive: true });
    await rename(made, cachedProgram(context));
    return { ...look, path: cachedProgram(context) };
  } catch (error) {
    context.signal.throwIfAborted();
    return { found: false, why: messageOf(error) };
  } finally {
    await rm(partial, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Removes the remains of processes that died while installing; the lock says that no other process installs now. */
async function removePartials(context: ProvisionContext): Promise<void> {
  const folder = dirname(context.cached);
  const prefix = `${basename(context.cached)}.partial-`;
  for (const name of await readdir(folder)) {
    if (name.startsWith(prefix)) await rm(join(folder, name), { recursive: true, force: true, maxRetries: 5 });
  }
}
