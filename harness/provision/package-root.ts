import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of the package, both of the sources and of the compiled harness below dist/. */
export function packageRoot(): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error(`Expected a package.json above ${import.meta.dirname}, but found none.`);
    folder = parent;
  }
  return folder;
}
