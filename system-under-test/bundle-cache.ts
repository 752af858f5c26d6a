import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { sourceExtension, systemFolder } from './workflows-file.ts';

/** Workflows that workers run together. */
export interface BundleSources {
  /** What the bundle's file is called, before its hash. */
  readonly name: string;
  /** The file that exports the workflows. */
  readonly workflowsPath: string;
  /** The folders of all that these are made of. */
  readonly folders: readonly string[];
}

/**
 * The path of the bundle of these very sources, made of a hash of all its inputs.
 *
 * @remarks The folder's own path goes in as well, because a bundle's source maps hold absolute paths.
 */
export function cachedBundlePath({ name, folders }: BundleSources, environment: NodeJS.ProcessEnv): string {
  const hash = createHash('sha256').update(`${systemFolder}\n${name}\n${sdkVersion()}\n`);
  for (const file of filesIn(folders)) hash.update(`${file}\n`).update(readFileSync(file)).update('\n');
  const cache = environment['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  return join(cache, 'durable-chaos', 'bundles', `${name}-${hash.digest('hex').slice(0, 32)}.js`);
}

function filesIn(folders: readonly string[]): readonly string[] {
  const files = [...new Set(folders)].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  );
  return files.filter((file) => file.endsWith(sourceExtension)).sort();
}

function sdkVersion(): string {
  const file = createRequire(import.meta.url).resolve('@temporalio/worker/package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
