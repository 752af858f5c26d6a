import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { configFileIn } from '../config/load-config.ts';
import { HarnessError, reasonOf } from '../errors.ts';
import type { Extension, RenderedFile } from './render-config.ts';

/**
 * Refuses files that are there already, and a second configuration.
 *
 * @throws HarnessError CHAOS_USAGE
 */
export function refuseExisting(folder: string, files: readonly Pick<RenderedFile, 'path'>[]): void {
  // One of another extension would be loaded instead.
  const existing = configFileIn(folder) ?? files.find(({ path }) => existsSync(join(folder, path)))?.path;
  if (existing === undefined) return;
  const sentence = `${existing} is there already, and nothing is overwritten.`;
  throw new HarnessError('CHAOS_USAGE', `${sentence} Rename it, or run this in another folder.`);
}

/**
 * Writes new files; one that is there stays as it is.
 *
 * @throws HarnessError CHAOS_USAGE as {@link refuseExisting}, before anything is written; CHAOS_NOT_WRITABLE.
 */
export async function writeNew(folder: string, files: readonly RenderedFile[]): Promise<void> {
  refuseExisting(folder, files);
  for (const { path, text } of files) {
    const target = join(folder, path);
    try {
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, text, { flag: 'wx' });
    } catch (cause) {
      const sentence = `Can't write ${target}: ${reasonOf(cause)}. Make the folder writable.`;
      throw new HarnessError('CHAOS_NOT_WRITABLE', sentence, { cause });
    }
  }
}

/** How files with `import` are named in a folder: `.ts` is CommonJS unless its package says otherwise. */
export async function extensionIn(folder: string): Promise<Extension> {
  const path = join(folder, 'package.json');
  if (!existsSync(path)) return dirname(folder) === folder ? 'mts' : await extensionIn(dirname(folder));
  try {
    const manifest: unknown = JSON.parse(await readFile(path, 'utf8'));
    const isModule =
      typeof manifest === 'object' && manifest !== null && 'type' in manifest && manifest.type === 'module';
    return isModule ? 'ts' : 'mts';
  } catch {
    return 'mts';
  }
}
