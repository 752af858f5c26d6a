import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { formatDuration } from '../../model/duration.ts';
import { withFolderLock } from '../../processes/folder-lock.ts';
import { runLogged } from '../run-logged.ts';
import { withProgress } from '../with-progress.ts';
import type { Workshop } from './workshop.ts';

/** Several times the longest time seen. */
const lockLimitMs = 3_600_000;

/**
 * A part of images that takes long to make: made once, under a temporary name, and renamed when complete.
 *
 * @param name - contains the version of the part, so that another version gets another name
 * @param make - makes it in the empty folder that it is given
 * @returns its folder in the cache.
 */
export async function cachedPart(
  name: string,
  workshop: Workshop,
  make: (folder: string) => Promise<void>,
): Promise<string> {
  const folder = join(workshop.cache, name);
  if (existsSync(folder)) return folder;
  const { signal, progress } = workshop;
  const onWait = ({ pid }: { readonly pid: number }, waitedMs: number): void =>
    progress(`Waiting for process ${pid} to make ${name} … ${formatDuration(waitedMs)}`);
  return withFolderLock({ path: `${folder}.lock`, signal, limitMs: lockLimitMs, onWait }, async () => {
    if (existsSync(folder)) return folder;
    await removePartials(name, workshop);
    const partial = await mkdtemp(`${folder}.partial-`);
    try {
      await make(partial);
      await rename(partial, folder);
    } finally {
      await rm(partial, { recursive: true, force: true, maxRetries: 5 });
    }
    return folder;
  });
}

/** Removes the remains of processes that died while making it; the lock says that no other process makes it now. */
async function removePartials(name: string, { cache }: Workshop): Promise<void> {
  const left = (await readdir(cache)).filter((entry) => entry.startsWith(`${name}.partial-`));
  for (const entry of left) await rm(join(cache, entry), { recursive: true, force: true, maxRetries: 5 });
}

/**
 * The node_modules of a folder with package.json and package-lock.json, for the engine's platform.
 *
 * @remarks Installed on this machine, so that no image needs a registry or its configuration.
 * @param scripts - whether packages may run their install scripts
 */
export async function npmPackages(folder: string, scripts: boolean, workshop: Workshop): Promise<string> {
  const manifests = ['package.json', 'package-lock.json'];
  const hash = createHash('sha256').update(`${scripts}`);
  for (const name of manifests) hash.update(readFileSync(join(folder, name)));
  const title = folder.split('/').slice(-1).join();
  const part = `npm-${title}-${workshop.arch}-${hash.digest('hex').slice(0, 12)}`;
  const made = await cachedPart(part, workshop, async (partial) => {
    for (const name of manifests) copyFileSync(join(folder, name), join(partial, name));
    const platform = ['--os=linux', `--cpu=${workshop.arch}`, '--libc=glibc'];
    const quiet = ['--no-audit', '--no-fund', '--loglevel=error', `--ignore-scripts=${!scripts}`];
    const run = {
      command: 'npm',
      args: ['ci', '--omit=dev', ...platform, ...quiet],
      cwd: partial,
      // npm run passes its configuration down; it must not decide where this folder is installed.
      env: withoutNpm(workshop.env),
      logFile: join(workshop.cache, `${part}.log`),
      signal: workshop.signal,
    };
    await withProgress(`Installing the npm packages of ${title}`, workshop, async () => runLogged(run));
    if (!scripts) await removeForeignBridges(partial, workshop);
  });
  return join(made, 'node_modules');
}

function withoutNpm(env: Workshop['env']): Workshop['env'] {
  const local = /^npm_config_(local_prefix|prefix|global)$|^npm_(package|lifecycle)_|^INIT_CWD$/i;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !local.test(name)));
}

/** The Temporal SDK brings its native part for every platform, some 30 MB each; one of them runs in the image. */
async function removeForeignBridges(folder: string, { arch }: Workshop): Promise<void> {
  const releases = join(folder, 'node_modules', '@temporalio', 'core-bridge', 'releases');
  const ours = `${arch === 'x64' ? 'x86_64' : 'aarch64'}-unknown-linux-gnu`;
  if (!existsSync(join(releases, ours))) return;
  for (const name of await readdir(releases)) {
    if (name !== ours) await rm(join(releases, name), { recursive: true });
  }
}
