import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { sourceExtension, systemFolder, variantFolder, versionsFolder } from './workflows-file.ts';

/**
 * The path of the bundle of these very sources, made of a hash of all its inputs.
 *
 * @remarks The folder's own path goes in as well, because a bundle's source maps hold absolute paths.
 */
export function cachedBundlePath(variant: string | null, environment: NodeJS.ProcessEnv): string {
  const hash = createHash('sha256').update(`${systemFolder}\n${variant}\n${sdkVersion()}\n`);
  for (const file of sourcesOf(variant)) hash.update(`${file}\n`).update(readFileSync(file)).update('\n');
  const name = `${variant ?? 'workflows'}-${hash.digest('hex').slice(0, 32)}.js`;
  const cache = environment['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  return join(cache, 'durable-chaos', 'bundles', name);
}

function sourcesOf(variant: string | null): readonly string[] {
  // A variant may be made of the parts of a later version.
  const own = variant === null ? [] : [variantFolder(variant), versionsFolder];
  const folders = [...new Set([join(systemFolder, 'workflows'), ...own])];
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  );
  return files.filter((file) => file.endsWith(sourceExtension)).sort();
}

function sdkVersion(): string {
  const file = createRequire(import.meta.url).resolve('@temporalio/worker/package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
