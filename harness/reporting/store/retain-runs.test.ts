import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { retainRuns } from './retain-runs.ts';

describe('keepRuns', () => {
  it('removes the oldest runs beyond the number, never the current one, and nothing that is no run', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'durable-chaos-keep-runs-'));
    try {
      for (const name of ['run-1', 'run-2', 'run-3', 'run-4'])
        await mkdir(join(folder, name, 'logs'), { recursive: true });
      await writeFile(join(folder, 'notes.txt'), 'mine');
      expect(await retainRuns(folder, 3, join(folder, 'run-1'))).to.deep.equal(['run-2']);
      expect((await readdir(folder)).toSorted()).to.deep.equal(['notes.txt', 'run-1', 'run-3', 'run-4']);
      expect(await retainRuns(folder, 0, 'run-4')).to.have.members(['run-1', 'run-3']);
      expect((await readdir(folder)).toSorted()).to.deep.equal(['notes.txt', 'run-4']);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
