import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { unprivilegedUser } from '../unprivileged-user.ts';
import { postgresBinaries, usableBinaries } from './postgres-binaries.ts';
import { readableCopy } from './readable-copy.ts';

describe('postgresBinaries', () => {
  it('finds binaries that run, as the user that they will run as', () => {
    const { initdb, postgres, version, nativeFolder } = postgresBinaries();
    expect(version).to.match(/^\d+\.\d+/);
    for (const program of [initdb, postgres]) {
      expect(program.startsWith(join(nativeFolder, 'bin'))).to.equal(true);
      const { stdout } = spawnSync(program, ['--version'], { encoding: 'utf8', cwd: '/', ...unprivilegedUser() });
      expect(stdout).to.include(`(PostgreSQL) ${version}`);
    }
  });
});

describe('usableBinaries', () => {
  let folder: string;
  let cache: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'provision-test-'));
    chmodSync(folder, 0o755);
    cache = join(folder, 'cache');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  // Only root can become another user; others own the binaries, and use them where they are.
  it('uses a copy if root runs PostgreSQL as a user who cannot reach the checkout', () => {
    const user = unprivilegedUser();
    const closed = join(folder, 'home');
    const native = join(closed, 'native');
    mkdirSync(closed);
    cpSync(postgresBinaries().nativeFolder, native, { recursive: true, verbatimSymlinks: true });
    chmodSync(closed, 0o700);
    const unreachable = join(closed, 'cache');
    const used = usableBinaries(native, user, [unreachable, cache]);
    const copies = existsSync(cache) ? readdirSync(cache) : [];
    if (user === null) {
      expect(used.nativeFolder).to.equal(native);
      expect(copies).to.deep.equal([]);
      return;
    }
    expect(copies).to.deep.equal([`postgresql-${used.version}-${process.platform}-${process.arch}`]);
    expect(used.nativeFolder).to.equal(join(cache, copies[0] ?? ''));
    const data = join(folder, 'data');
    spawnSync('install', ['-d', '-o', String(user.uid), data]);
    const { status, stderr } = spawnSync(used.initdb, ['-D', data, '-U', 'me', '--no-sync'], { cwd: '/', ...user });
    expect(status, String(stderr)).to.equal(0);
    expect(readdirSync(unreachable), 'no copy is left where it does not serve').to.deep.equal([]);
    expect(usableBinaries(native, user, [unreachable, cache]), 'the copy is used again').to.deep.equal(used);
  }).timeout(20_000);

  it('says in one line what is wrong with binaries that do not run', () => {
    mkdirSync(join(folder, 'bin'));
    writeFileSync(join(folder, 'bin', 'postgres'), '#!/bin/sh\necho libicuuc.so.60: cannot open >&2\nexit 127\n');
    chmodSync(join(folder, 'bin', 'postgres'), 0o755);
    expect(() => usableBinaries(folder, null, []))
      .to.throw(/^PostgreSQL in \S+ does not run: .*libicuuc\.so\.60: cannot open.*npm rebuild.*$/)
      .with.property('code', 'CHAOS_BINARY_BROKEN');
  });
});

describe('readableCopy', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'provision-test-'));
    mkdirSync(join(folder, 'source'), { mode: 0o700 });
    writeFileSync(join(folder, 'source', 'file'), 'new', { mode: 0o600 });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('replaces a copy that does not serve', () => {
    const copy = join(folder, 'copy');
    mkdirSync(copy);
    const fails = (seen: string): string | null => (existsSync(join(seen, 'file')) ? null : 'no file');
    expect(readableCopy(join(folder, 'source'), copy, fails)).to.equal(null);
    expect(readdirSync(folder).toSorted()).to.deep.equal(['copy', 'source']);
    expect(readdirSync(copy)).to.deep.equal(['file']);
  });

  it('keeps no copy that does not serve', () => {
    const copy = join(folder, 'copy');
    expect(readableCopy(join(folder, 'source'), copy, () => 'Permission denied')).to.equal('Permission denied');
    expect(readdirSync(folder)).to.deep.equal(['source']);
  });
});
