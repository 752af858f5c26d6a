import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import type { Mutant } from './mutant.ts';

/** What a copy of the project does without. */
const LEFT_OUT = new Set(['.git', 'node_modules', 'reports', 'dist']);

/** A copy of the project in a temporary folder, in which one mutant at a time is planted. */
export class Workbench implements AsyncDisposable {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** Copies the project; its packages are linked. */
  static async of(projectFolder: string): Promise<Workbench> {
    const folder = await mkdtemp(join(tmpdir(), 'chaos-mutants-'));
    const filter = (path: string): boolean => !LEFT_OUT.has(relative(projectFolder, path).split(sep, 1)[0] ?? '');
    await cp(projectFolder, folder, { recursive: true, filter, mode: 0 });
    await symlink(join(projectFolder, 'node_modules'), join(folder, 'node_modules'));
    return new Workbench(folder);
  }

  /**
   * Runs something on the project with the mutant in it, and takes the mutant out again.
   *
   * @returns null if the text that it replaces isn't there exactly once.
   */
  async with<T>(mutant: Mutant, body: () => Promise<T>): Promise<T | null> {
    const path = join(this.folder, mutant.file);
    const before = await readFile(path, 'utf8').catch(() => '');
    const planted = plantedIn(before, mutant);
    if (planted === null) return null;
    await writeFile(path, planted);
    try {
      return await body();
    } finally {
      await writeFile(path, before);
    }
  }

  /** Removes the copy. */
  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** The text of a file with a mutant in it; null if the text that it replaces isn't there exactly once. */
export function plantedIn(text: string, { find, replace }: Mutant): string | null {
  return text.split(find).length === 2 ? text.replace(find, () => replace) : null;
}
