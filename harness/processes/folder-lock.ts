import { mkdir, mkdtemp, readdir, rename, rm, rmdir, unlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ErrorCode } from '../errors.ts';
import { waitFor } from '../wait.ts';
import { isAlive, type ProcessIdentity, thisProcess } from './process-identity.ts';

/** The options of a lock. */
export interface LockOptions {
  /** Path of the lock folder; its parent is made if it is missing. */
  readonly path: string;
  readonly signal: AbortSignal;
  readonly limitMs: number;
  /** Called at once and then every 10 s while another process holds the lock. */
  readonly onWait?: (holder: ProcessIdentity, waitedMs: number) => void;
  /** Code of the error at the limit; CHAOS_WAIT_TIMEOUT by default. */
  readonly code?: ErrorCode;
}

const sayEveryMs = 10_000;

/**
 * Does work that only one process at a time may do.
 *
 * @remarks The lock is a folder with one file in it whose name is its holder's pid and start time. It is made aside and
 * renamed into place, so that there is no lock without a holder; and the lock of a dead holder is taken over by renaming
 * that one file, which succeeds for one taker only.
 * @throws HarnessError CHAOS_WAIT_TIMEOUT, or the code asked for, if the holder does not let go in time; the signal's
 * reason when it aborts.
 */
export async function withFolderLock<T>(options: LockOptions, work: () => Promise<T>): Promise<T> {
  const mine = holderName(thisProcess());
  await mkdir(dirname(options.path), { recursive: true });
  const startMs = performance.now();
  let nextMs = 0;
  await waitFor(
    async () => {
      if (await take(options.path, mine)) return true;
      const holder = await holderOf(options.path);
      const waitedMs = performance.now() - startMs;
      if (holder === null || waitedMs < nextMs) return undefined;
      nextMs = waitedMs + sayEveryMs;
      options.onWait?.(holder, waitedMs);
      return undefined;
    },
    {
      what: `the lock ${options.path} to be let go`,
      limitMs: options.limitMs,
      signal: options.signal,
      everyMs: 100,
      ...(options.code === undefined ? {} : { code: options.code }),
      advice: 'End the process that holds it.',
    },
  );
  try {
    return await work();
  } finally {
    await release(options.path, mine);
  }
}

async function take(path: string, mine: string): Promise<boolean> {
  const holder = await holderOf(path);
  if (holder === null) return takeFree(path, mine);
  if (isAlive(holder)) return false;
  return succeeds(rename(join(path, holderName(holder)), join(path, mine)), ['ENOENT']);
}

async function takeFree(path: string, mine: string): Promise<boolean> {
  const aside = await mkdtemp(`${path}-`);
  await writeFile(join(aside, mine), '');
  const taken = await succeeds(rename(aside, path), ['ENOTEMPTY', 'EEXIST']);
  if (!taken) await rm(aside, { recursive: true });
  return taken;
}

async function release(path: string, mine: string): Promise<void> {
  await succeeds(unlink(join(path, mine)), ['ENOENT']);
  // An empty lock folder is free: another process may have taken it between these two lines.
  await succeeds(rmdir(path), ['ENOTEMPTY', 'EEXIST', 'ENOENT']);
}

async function holderOf(path: string): Promise<ProcessIdentity | null> {
  const names = await readdir(path).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  });
  const [pid, startTime] = names[0]?.split('@') ?? [];
  return pid === undefined || startTime === undefined
    ? null
    : { pid: Number(pid), startTime: decodeURIComponent(startTime) };
}

function holderName(identity: ProcessIdentity): string {
  return `${identity.pid}@${encodeURIComponent(identity.startTime)}`;
}

/** Whether an operation succeeded; false if it failed with one of these codes, which are part of the protocol. */
async function succeeds(operation: Promise<void>, codes: readonly string[]): Promise<boolean> {
  try {
    await operation;
    return true;
  } catch (error) {
    if (codes.includes(codeOf(error) ?? '')) return false;
    throw error;
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
}
