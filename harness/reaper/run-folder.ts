import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HarnessError, messageOf } from '../errors.ts';
import { thisProcess } from '../processes/process-identity.ts';

/** The variable that every process of a run carries, with the run's id. */
export const RUN_TAG = 'DURABLE_CHAOS_RUN';
/** The variable that names a process's component and incarnation: `worker-1.2`. */
export const COMPONENT_TAG = 'DURABLE_CHAOS_COMPONENT';
const OWNER_TAG = 'DURABLE_CHAOS_OWNER';
/** What the names of run folders begin with. */
export const RUN_FOLDER_PREFIX = 'durable-chaos-';

/** The variable that names the owner of a process of a run, which is this process: a sweep then knows which owner is dead. */
export function ownerTag(): Record<string, string> {
  const { pid, startTime } = thisProcess();
  return { [OWNER_TAG]: `${pid}@${encodeURIComponent(startTime)}` };
}

/** The folder for everything that a run doesn't leave behind: databases, secrets, the owner's mark. */
export function runFolderOf(runId: string): string {
  return join(tmpdir(), `${RUN_FOLDER_PREFIX}${runId}`);
}

/** Where PostgreSQL's data lies in a run's folder. */
export function postgresDataOf(runFolder: string): string {
  return join(runFolder, 'postgres');
}

/**
 * Makes a run's folder, its owner's mark first.
 *
 * @remarks Others may pass through it (mode 711), because PostgreSQL, which refuses to be root, keeps its data in it.
 * @throws HarnessError CHAOS_NOT_WRITABLE.
 */
export async function createRunFolder(runId: string): Promise<string> {
  const folder = runFolderOf(runId);
  await mkdir(folder, { mode: 0o711 }).catch((error: unknown) => {
    throw notWritable(folder, error);
  });
  try {
    // Makes up for a strict umask.
    await chmod(folder, 0o711);
    await writeFile(join(folder, 'owner.json'), `${JSON.stringify(thisProcess())}\n`, { mode: 0o600 });
  } catch (error) {
    await removeRunFolder(folder);
    throw notWritable(folder, error);
  }
  return folder;
}

/** Removes a run's folder, and tries again while a process still writes into it. */
export async function removeRunFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 20 });
}

/** The error of a folder that can't be written to. */
export function notWritable(path: string, cause: unknown): HarnessError {
  const message = messageOf(cause);
  return new HarnessError(
    'CHAOS_NOT_WRITABLE',
    `Can't write to ${path}: ${message}. Free some space there, or set TMPDIR to a writable folder.`,
    { cause },
  );
}
