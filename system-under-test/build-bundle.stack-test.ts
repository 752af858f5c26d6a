import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { systemFolder } from './workflows-file.ts';

describe('build-bundle', function () {
  this.timeout(60_000);
  const caches: string[] = [];
  after(() => Promise.all(caches.map((folder) => rm(folder, { recursive: true }))));

  const freshCache = async (): Promise<string> => {
    const folder = await mkdtemp(join(tmpdir(), 'bundle-cache-'));
    caches.push(folder);
    return folder;
  };
  const build = async (cache: string, ...args: string[]): Promise<string> => {
    const env = { PATH: process.env['PATH'], XDG_CACHE_HOME: cache };
    const { stdout } = await promisify(execFile)(process.execPath, [join(systemFolder, 'build-bundle.ts'), ...args], {
      env,
    });
    expect(stdout).to.match(/^[^\n]+\n$/);
    return stdout.trim();
  };

  it('makes the same bytes of the same sources, and leaves nothing else behind', async () => {
    const [first, second] = [await build(await freshCache()), await build(await freshCache())];
    expect(first).not.to.equal(second);
    expect((await readFile(first)).equals(await readFile(second))).to.equal(true);
    expect(await readdir(dirname(first))).to.have.lengthOf(1);
  });

  it('is whole in each of two processes that build at once, and is built once for later ones', async () => {
    const cache = await freshCache();
    const startMs = performance.now();
    const [a, b] = await Promise.all([build(cache, 'nondeterministic'), build(cache, 'nondeterministic')]);
    const builtMs = performance.now();
    expect(a).to.equal(b);
    const bytes = await readFile(a);
    expect(await build(cache, 'nondeterministic')).to.equal(a);
    expect(performance.now() - builtMs).to.be.lessThan((builtMs - startMs) / 2);
    expect((await readFile(a)).equals(bytes)).to.equal(true);
  });

  it('refuses a sabotage that there is not, with 64', async () => {
    const end = await build(await freshCache(), 'nonsense').catch((error: unknown) => error);
    expect(end).to.include({ code: 64 }).and.to.have.property('stderr').that.contains('"nonsense"');
  });
});
