import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { HarnessError, reasonOf } from '../../errors.ts';

/**
 * Writes a file so that a reader finds either all of it or its earlier content.
 *
 * @throws HarnessError CHAOS_NOT_WRITABLE with the error of the operating system.
 */
export async function writeFileAtomically(path: string, content: string): Promise<void> {
  const draft = `${path}.${randomUUID()}.part`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(draft, content, { flush: true });
    await rename(draft, path);
  } catch (thrown) {
    await rm(draft, { force: true }).catch(() => undefined);
    const why = reasonOf(thrown);
    const sentence = `Can't write ${path}: ${why}. Free some disk space or make the folder writable.`;
    throw new HarnessError('CHAOS_NOT_WRITABLE', sentence, { cause: thrown });
  }
}

/** Writes a value as JSON for people and programs. */
export async function writeJson(path: string, value: unknown): Promise<void> {
  await writeFileAtomically(path, `${JSON.stringify(value, null, 2)}\n`);
}
