import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { HarnessError } from '../errors.ts';
import { hashFiles } from './code-files.ts';

describe('hashFiles', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'code-'));
    await mkdir(join(folder, 'app/steps'), { recursive: true });
    await writeFile(join(folder, 'app/workflows.py'), 'one');
    await writeFile(join(folder, 'app/steps/pay.py'), 'two');
    await writeFile(join(folder, 'app/notes.txt'), 'three');
  });
  afterEach(() => rm(folder, { recursive: true }));

  const all = (): Promise<string> => hashFiles(['app/**/*.py'], folder);

  it('is the same for the same files, however they are named', async () => {
    const first = await all();
    expect(first).to.match(/^[0-9a-f]{64}$/);
    expect(await hashFiles(['app/steps/pay.py', 'app/*.py', 'app/workflows.py'], folder)).to.equal(first);
    await writeFile(join(folder, 'app/notes.txt'), 'four');
    expect(await all()).to.equal(first);
  });

  it('is another if a file is changed, renamed or added, also behind a link', async () => {
    await symlink(join(folder, 'app/notes.txt'), join(folder, 'app/linked.py'));
    const seen = [await all()];
    await writeFile(join(folder, 'app/notes.txt'), 'four');
    seen.push(await all());
    await writeFile(join(folder, 'app/steps/refund.py'), 'two');
    seen.push(await all());
    await rm(join(folder, 'app/steps/pay.py'));
    seen.push(await all());
    expect(new Set(seen).size).to.equal(4);
  });

  it('takes files beside the project too: its folder may lie in that of the system', async () => {
    await mkdir(join(folder, 'chaos'));
    const outside = (): Promise<string> => hashFiles(['../app/**/*.py', '../app/workflows.py'], join(folder, 'chaos'));
    const first = await outside();
    await writeFile(join(folder, 'app/steps/pay.py'), 'five');
    expect(await outside()).to.not.equal(first);
  });

  for (const [what, pattern] of [
    ['a pattern without a file', 'app/**/*.go'],
    ['a folder', 'app'],
    ['a file that is missing', 'app/none.py'],
  ] as const) {
    it(`refuses ${what}`, async () => {
      const thrown: unknown = await hashFiles(['app/workflows.py', pattern], folder).catch((error: unknown) => error);
      expect(thrown).to.be.instanceOf(HarnessError).with.property('code', 'CHAOS_BAD_CONFIG');
      expect((thrown as HarnessError).message).to.include(`\`${pattern}\` of workers.replayer.code names no file`);
    });
  }
});
