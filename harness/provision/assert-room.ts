import { statfs } from 'node:fs/promises';
import { HarnessError } from '../errors.ts';

/** The size of the databases of one run, in bytes, with some room to grow. */
const LEAST_BYTES = 200e6;

/**
 * Refuses to start databases without room for them: on a full disk each program fails in a different way.
 *
 * @throws HarnessError CHAOS_NOT_WRITABLE
 */
export async function assertRoom(folder: string, leastBytes = LEAST_BYTES): Promise<void> {
  // If the folder doesn't exist, the code that makes a folder in it reports that.
  const found = await statfs(folder).catch(() => null);
  if (found === null || found.bavail * found.bsize >= leastBytes) return;
  const mb = (bytes: number): string => `${Math.floor(bytes / 1e6)} MB`;
  const sentence = `A run's databases need ${mb(leastBytes)} in ${folder}, but only ${mb(found.bavail * found.bsize)} are free.`;
  throw new HarnessError('CHAOS_NOT_WRITABLE', `${sentence} Free some space there, or set TMPDIR to another folder.`);
}
