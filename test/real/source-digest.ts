import { createHash } from 'node:crypto';
import { globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from './run-scenario.ts';

/** All that a run is made of: sources, migrations and locks, but neither tests nor texts. */
const SOURCES = ['{harness,scenarios,system-under-test,docker}/**/*', 'chaos.config.ts', 'package-lock.json'];
const NO_SOURCE = /test\.ts$|\.md$|\/test-support\//;

let digest: string | undefined;

/** A digest of all that decides what a run does: our sources, Node and the servers. Computed once a process. */
export function sourceDigest(): string {
  digest ??= compute();
  return digest;
}

function compute(): string {
  const hash = createHash('sha256').update(process.version);
  for (const name of ['CHAOS_TEMPORAL_PATH', 'CHAOS_TOXIPROXY_PATH']) {
    const path = process.env[name];
    const { size, mtimeMs } = path === undefined ? { size: 0, mtimeMs: 0 } : statSync(path);
    hash.update(`\n${name} ${path} ${size} ${mtimeMs}`);
  }
  const files = globSync(SOURCES, { cwd: projectFolder, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !NO_SOURCE.test(path));
  for (const path of files.toSorted()) hash.update(`\n${path}\n`).update(readFileSync(path));
  return hash.digest('hex');
}
