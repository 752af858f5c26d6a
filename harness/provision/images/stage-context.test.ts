import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { readlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import Docker from 'dockerode';
import { withContext } from './stage-context.ts';
import type { Workshop } from './workshop.ts';

describe('withContext', () => {
  let cache = '';
  const workshop = (): Workshop => ({
    engine: new Docker(),
    arch: 'x64',
    env: {},
    cache,
    signal: new AbortController().signal,
    progress: () => undefined,
  });

  beforeEach(() => {
    cache = mkdtempSync(join(tmpdir(), 'stage-context-'));
  });
  afterEach(() => rmSync(cache, { recursive: true }));

  it('puts files and folders together, readable to all, and removes it all, also where the work fails', async () => {
    const source = join(cache, 'source');
    mkdirSync(join(source, 'part'), { recursive: true });
    writeFileSync(join(source, 'secretive'), 'text', { mode: 0o600 });
    writeFileSync(join(source, 'part', 'program'), '#!/bin/sh\n');
    chmodSync(join(source, 'part', 'program'), 0o700);
    symlinkSync('program', join(source, 'part', 'link'));
    const contents = {
      files: [{ name: 'deep/secretive', path: join(source, 'secretive') }],
      parts: [{ from: join(source, 'part'), name: 'lib/part' }],
    };
    let seen = '';
    const work = async (folder: string): Promise<void> => {
      seen = folder;
      expect(readFileSync(join(folder, 'deep', 'secretive'), 'utf8')).to.equal('text');
      const mode = (name: string): string => (statSync(join(folder, name)).mode & 0o777).toString(8);
      expect(['deep', 'deep/secretive', 'lib/part/program'].map(mode)).to.deep.equal(['755', '644', '755']);
      expect(await readlink(join(folder, 'lib/part/link'))).to.equal('program');
      throw new Error('the work failed');
    };
    const error: unknown = await withContext(contents, workshop(), work).catch((thrown: unknown) => thrown);
    expect(error).to.have.property('message', 'the work failed');
    expect(existsSync(seen)).to.equal(false);
  });

  it('removes what a process that died has left, and nothing of one that lives', async () => {
    // No process has a number beyond the largest that a kernel gives.
    const [dead, live] = [`context-${2 ** 22 + 1}-aaaaaa`, `context-${process.ppid}-bbbbbb`];
    for (const name of [dead, live]) mkdirSync(join(cache, name));
    await withContext({ files: [], parts: [] }, workshop(), async () => undefined);
    expect(existsSync(join(cache, dead))).to.equal(false);
    expect(existsSync(join(cache, live))).to.equal(true);
  });
});
