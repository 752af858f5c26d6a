import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { HarnessError } from '../../errors.ts';
import type { UserIdentity } from '../../provision/unprivileged-user.ts';

/** The owner of a folder, and the users who may pass through it. */
export interface FolderRights {
  readonly uid: number;
  readonly gid: number;
  readonly mode: number;
}

/** Whether a user may pass through a folder. */
export function mayPass(folder: FolderRights, user: Pick<UserIdentity, 'uid' | 'gid'>): boolean {
  const bit = folder.uid === user.uid ? 0o100 : folder.gid === user.gid ? 0o010 : 0o001;
  return (folder.mode & bit) !== 0;
}

/**
 * Checks that another user can get to a path that we are about to make.
 *
 * @throws HarnessError CHAOS_NOT_WRITABLE with the folder that is closed to that user.
 */
export async function assertPassage(path: string, user: Pick<UserIdentity, 'uid' | 'gid'>): Promise<void> {
  for (let folder = dirname(path); folder !== dirname(folder); folder = dirname(folder)) {
    const rights = await stat(folder);
    if (mayPass(rights, user)) continue;
    const mode = (rights.mode & 0o777).toString(8);
    throw new HarnessError(
      'CHAOS_NOT_WRITABLE',
      `User ${user.uid} must reach ${path}, because PostgreSQL refuses to run as root, but ${folder} is ` +
        `closed to it (mode ${mode}). Set TMPDIR to a folder that others may pass through.`,
    );
  }
}
