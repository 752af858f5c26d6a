import { statfs } from 'node:fs/promises';
import { HarnessError } from '../errors.ts';

/** What the databases of one run take, in bytes, and some more for what is done to them. */
const LEAST_BYTES = 200e6;

/**
 * Refuses to start databases where there is no room for them: on a full disk each program fails in a way of its own.
 *
 * @throws HarnessError CHAOS_NOT_WRITABLE
 */
export async function assertRoom(folder: string, leastBytes = LEAST_BYTES): Promise<void> {
  // A folder that isn't there is told of by whoever makes one in it.
  const found = await statfs(folder).catch(() => null);
  if (found === null || found.bavail * found.bsize >= leastBytes) return;
  const mb = (bytes: number): string => `${Math.floor(bytes / 1e6)} MB`;
  const sentence = `Expected ${mb(leastBytes)} of room in ${folder} for a run's databases, but ${mb(found.bavail * found.bsize)} are free.`;
  throw new HarnessError('CHAOS_NOT_WRITABLE', `${sentence} Free some space there, or set TMPDIR to another folder.`);
}
