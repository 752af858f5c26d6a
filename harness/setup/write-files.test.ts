import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { HarnessError } from '../errors.ts';
import { extensionIn, writeNew } from './write-files.ts';

describe('the files of a new configuration', () => {
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'write-files-'))));
  afterEach(() => rm(folder, { recursive: true }));

  const files = [
    { path: 'chaos.config.ts', text: 'new' },
    { path: 'scenarios/kill.ts', text: 'new' },
  ];

  it('are written with their folders', async () => {
    await writeNew(folder, files);
    expect(await readFile(join(folder, 'scenarios/kill.ts'), 'utf8')).to.equal('new');
  });

  it('overwrite nothing, and where one of them is there none is written', async () => {
    await mkdir(join(folder, 'scenarios'));
    await writeFile(join(folder, 'scenarios/kill.ts'), 'old');
    const error: unknown = await writeNew(folder, files).catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(HarnessError).with.property('code', 'CHAOS_USAGE');
    expect(String(error)).to.include('scenarios/kill.ts is there already');
    expect(await readFile(join(folder, 'scenarios/kill.ts'), 'utf8')).to.equal('old');
    await writeNew(folder, files.slice(0, 1));
    const other = { path: 'chaos.config.mts', text: 'new' };
    const second: unknown = await writeNew(folder, [other]).catch((thrown: unknown) => thrown);
    expect(String(second)).to.include('chaos.config.ts is there already');
  });

  it('are .mts but in a package of ES modules', async () => {
    const below = join(folder, 'a', 'b');
    await mkdir(below, { recursive: true });
    expect(await extensionIn(below)).to.equal('mts');
    for (const [text, extension] of [
      ['{"type":"module"}', 'ts'],
      ['{"type":"commonjs"}', 'mts'],
      ['{}', 'mts'],
      ['no JSON', 'mts'],
    ]) {
      await writeFile(join(folder, 'package.json'), text ?? '');
      expect(await extensionIn(below), text).to.equal(extension);
    }
  });
});
