import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { waitFor } from '../wait.ts';

/** A lock that is held; disposing gives it back. */
export interface HeldLock extends AsyncDisposable {}

const STALE_MS = 180_000;

/**
 * Waits until no other process of this machine makes a report.
 *
 * @remarks A file that names its owner by process id. The lock of an owner that is dead is taken over; should two do so
 * in the same instant, both go on, and the later report replaces the earlier one.
 * @throws HarnessError CHAOS_REPORT_FAILED after the limit.
 */
export async function lockReport(path: string, options: { limitMs: number; signal: AbortSignal }): Promise<HeldLock> {
  await mkdir(dirname(path), { recursive: true });
  await waitFor(async () => ((await isTaken(path)) ? undefined : true), {
    what: `to get the lock ${path}, which another report holds`,
    code: 'CHAOS_REPORT_FAILED',
    everyMs: 50,
    advice: 'See whether another run is stuck; if there is none, remove that file.',
    ...options,
  });
  return { [Symbol.asyncDispose]: () => rm(path, { force: true }) };
}

async function isTaken(path: string): Promise<boolean> {
  const draft = `${path}.${randomUUID()}`;
  try {
    await writeFile(draft, String(process.pid));
    // A link appears at once and with its content, or not at all.
    await link(draft, path);
    return false;
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'EEXIST') throw thrown;
  } finally {
    await rm(draft, { force: true });
  }
  if (await isStale(path)) await rm(path, { force: true });
  return true;
}

/** A lock whose owner is dead, or that is older than any report takes to make: the owner's id was given out anew. */
async function isStale(path: string): Promise<boolean> {
  const [owner, found] = await Promise.all([readFile(path, 'utf8').catch(() => null), stat(path).catch(() => null)]);
  if (owner === null || found === null) return false;
  return !isAlive(Number(owner)) || Date.now() - found.mtimeMs > STALE_MS;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === 'EPERM';
  }
}
