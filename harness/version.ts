import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { z } from 'zod';

const packageSchema = z.looseObject({ version: z.string() });

/** The version of this harness, from its own package.json. */
export function harnessVersion(): string {
  return packageSchema.parse(JSON.parse(readFileSync(packageFile('package.json'), 'utf8'))).version;
}

/** A file of this harness's own package on this machine (two folders up from source, three when compiled). */
export function packageFile(path: string): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return join(folder, path);
}

/** The version of an installed package. */
export function packageVersion(name: string): string {
  return packageSchema.parse(createRequire(import.meta.url)(`${name}/package.json`)).version;
}
