import { chmod, copyFile, cp, mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ContextFile } from './image-files.ts';
import type { Workshop } from './workshop.ts';

/** A folder or a file from elsewhere that goes into a context as it is. */
export interface ContextPart {
  readonly from: string;
  readonly name: string;
}

/** The contents of a context. */
export interface ContextContents {
  readonly files: readonly ContextFile[];
  readonly parts: readonly ContextPart[];
}

/**
 * Puts the context of a build together in a temporary folder, calls a function with it, and removes it.
 *
 * @remarks All files become readable to all, under any umask of the checkout: in the image they belong to root, and
 * another user runs them.
 */
export async function withContext(
  contents: ContextContents,
  workshop: Workshop,
  work: (folder: string) => Promise<void>,
): Promise<void> {
  await removeOrphans(workshop.cache);
  const folder = await mkdtemp(join(workshop.cache, `context-${process.pid}-`));
  try {
    for (const { name, path } of contents.files) {
      const target = join(folder, name);
      await mkdir(dirname(target), { recursive: true });
      await copyFile(path, target);
    }
    for (const { from, name } of contents.parts) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await cp(from, join(folder, name), { recursive: true, verbatimSymlinks: true });
    }
    await makeReadable(folder);
    workshop.signal.throwIfAborted();
    await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Removes the contexts of processes that died before they could. */
async function removeOrphans(cache: string): Promise<void> {
  for (const name of await readdir(cache)) {
    const [, pid] = /^context-(\d+)-/.exec(name) ?? [];
    if (pid === undefined || isRunning(Number(pid))) continue;
    await rm(join(cache, name), { recursive: true, force: true, maxRetries: 5 });
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs as another user.
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

async function makeReadable(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await makeReadable(path);
    else if (entry.isFile()) await chmod(path, ((await stat(path)).mode & 0o100) === 0 ? 0o644 : 0o755);
  }
}
