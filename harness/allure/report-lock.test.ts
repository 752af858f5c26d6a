import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { lockReport } from './report-lock.ts';

describe('lockReport', () => {
  const options = { limitMs: 200, signal: new AbortController().signal };
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'durable-chaos-lock-'));
  });

  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  it('is held by one at a time, in turn', async () => {
    const path = join(folder, 'report.lock');
    let holders = 0;
    let most = 0;
    const turns = Array.from({ length: 5 }, async () => {
      await using _lock = await lockReport(path, { ...options, limitMs: 5000 });
      holders += 1;
      most = Math.max(most, holders);
      await readdir(folder);
      holders -= 1;
    });
    await Promise.all(turns);
    expect(most).to.equal(1);
    expect(await readdir(folder)).to.deep.equal([]);
  });

  it('is refused after the limit while its owner lives, with a sentence', async () => {
    const path = join(folder, 'report.lock');
    await using _lock = await lockReport(path, options);
    const refused = await lockReport(path, options).then(
      () => 'held twice',
      (thrown: { code: string; message: string }) => `${thrown.code}: ${thrown.message.replaceAll(/\d+ ms/g, 'N ms')}`,
    );
    expect(refused).to.equal(
      `CHAOS_REPORT_FAILED: Expected to get the lock ${path}, which another report holds, ` +
        'but it did not happen within N ms. See whether another run is stuck; if there is none, remove that file.',
    );
  });

  it('is taken over from an owner that is dead', async () => {
    const path = join(folder, 'report.lock');
    const { pid } = spawnSync(process.execPath, ['--version']);
    await writeFile(path, String(pid));
    await using lock = await lockReport(path, options);
    expect(lock).to.have.property(Symbol.asyncDispose);
  });
});
