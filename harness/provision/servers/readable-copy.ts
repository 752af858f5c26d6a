import { chmodSync, cpSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { messageOf } from '../../errors.ts';

/**
 * Makes sure that there is a copy of a folder that all users can read.
 *
 * @remarks The copy is made under a temporary name, tried and then renamed, so that two processes at once don't meet
 * and no half copy is used. A copy that doesn't work is replaced.
 * @param fails - tries a folder as the user who needs it: null, or why it doesn't work
 * @returns null, or why no working copy could be made.
 */
export function readableCopy(source: string, copy: string, fails: (folder: string) => string | null): string | null {
  if (fails(copy) === null) return null;
  let partial: string | null = null;
  try {
    mkdirSync(dirname(copy), { recursive: true, mode: 0o755 });
    partial = mkdtempSync(`${copy}.partial-`);
    cpSync(source, partial, { recursive: true, verbatimSymlinks: true });
    openToAll(partial);
    const why = fails(partial);
    if (why !== null) return why;
    // Another process may have been faster, and its copy may be in use already.
    if (fails(copy) === null) return null;
    rmSync(copy, { recursive: true, force: true });
    renameSync(partial, copy);
    return null;
  } catch (error) {
    return messageOf(error);
  } finally {
    if (partial !== null) rmSync(partial, { recursive: true, force: true });
  }
}

function openToAll(path: string): void {
  const stat = lstatSync(path);
  if (stat.isSymbolicLink()) return;
  chmodSync(path, stat.mode | (stat.isDirectory() || (stat.mode & 0o100) !== 0 ? 0o555 : 0o444));
  if (stat.isDirectory()) for (const name of readdirSync(path)) openToAll(join(path, name));
}
