import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProvisionContext } from '../provision-context.ts';
import { releaseTarget, type ServerSpec } from '../servers/server-spec.ts';

/** A place of one test, with a context whose server is a shell script. */
export interface FakePlace {
  readonly folder: string;
  /** The only separate folder on the PATH. */
  readonly bin: string;
  readonly lines: string[];
  readonly context: ProvisionContext;
}

/** The release that the fake server's spec pins. */
export const fakeRelease = makeRelease();

/** Makes a place below the temporary folder; the caller removes it. */
export function fakePlace(env: Readonly<Record<string, string>> = {}): FakePlace {
  const folder = mkdtempSync(join(tmpdir(), 'provision-test-'));
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  const lines: string[] = [];
  const context: ProvisionContext = {
    spec: fakeSpec,
    env: { PATH: `${bin}:/usr/bin:/bin`, ...env },
    cached: join(folder, 'cache', 'fake'),
    signal: new AbortController().signal,
    progress: (line) => void lines.push(line),
  };
  return { folder, bin, lines, context };
}

/** Writes an executable shell script. */
export function writeScript(path: string, body: string): string {
  writeFileSync(path, `#!/bin/sh\n${body}\n`);
  chmodSync(path, 0o755);
  return path;
}

/** What a server prints that says it is of that version. */
export function saysVersion(version: string): string {
  return `echo "fake-server version ${version}"`;
}

/** A `go` of that version whose build makes a server of another. */
export function fakeGo(place: FakePlace, version: string, built = '1.0.0'): void {
  const build = `for last; do :; done\nwhile [ "$1" != -o ]; do shift; done\nprintf '#!/bin/sh\\n${saysVersion(built)}\\n' > "$2"`;
  writeScript(
    join(place.bin, 'go'),
    `if [ "$1" = version ]; then echo "go version go${version} here"; exit; fi\n${build}`,
  );
}

const fakeSpec: ServerSpec = {
  server: 'toxiproxy',
  title: 'fake-server',
  version: '1.0.0',
  program: 'fake-server',
  environmentVariable: 'FAKE_PATH',
  versionArguments: ['-version'],
  readVersion: (output) => {
    const [, version] = /^fake-server version (\S+)/m.exec(output) ?? [];
    return version === undefined ? null : { version, fits: version === '1.0.0' };
  },
  releasePath: (target) => `fake/releases/fake_${target}.tar.gz`,
  sha256: { [releaseTarget(process.platform, process.arch) ?? 'none']: fakeRelease.sha256 },
  goModule: { folder: 'toxiproxy', package: 'fake/cmd/server', versionVariable: 'fake.Version' },
};

function makeRelease(): { readonly archive: Buffer; readonly sha256: string } {
  const folder = mkdtempSync(join(tmpdir(), 'provision-test-'));
  writeScript(join(folder, 'fake-server'), saysVersion('1.0.0'));
  const archive = join(folder, 'release.tar.gz');
  execFileSync('tar', ['-czf', archive, '-C', folder, 'fake-server']);
  const bytes = readFileSync(archive);
  execFileSync('rm', ['-r', folder]);
  return { archive: bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
}
