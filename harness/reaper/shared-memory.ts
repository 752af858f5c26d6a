import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Id of the System V segment in a postmaster's postmaster.pid; null if it has none. */
export function parseSegmentId(postmasterPid: string): number | null {
  // Line 7 holds the key and the id.
  const match = /^\s*-?\d+\s+(\d+)\s*$/.exec(postmasterPid.split('\n')[6] ?? '');
  return match === null ? null : Number(match[1]);
}

/**
 * Gives back the System V segment of a postmaster that is dead.
 *
 * @remarks A SIGKILL leaves it behind, a few bytes that only a reboot would free. The next postmaster of the same data
 * folder takes it over, so this is for the last one.
 */
export async function removeSharedMemory(dataFolder: string): Promise<void> {
  const text = await readFile(join(dataFolder, 'postmaster.pid'), 'utf8').catch(() => '');
  const id = parseSegmentId(text);
  if (id === null) return;
  // It fails if the segment is gone already, which is fine.
  await promisify(execFile)('ipcrm', ['-m', String(id)]).catch(() => undefined);
}
