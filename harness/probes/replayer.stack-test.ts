import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode } from '@temporalio/worker';
import { expect } from 'chai';
import { startReplayer } from './replayer.ts';
import { completedAtOnce } from './test-support/completed-at-once.ts';

const workflowsPath = fileURLToPath(new URL('./test-support/looping-workflow.ts', import.meta.url));

describe('startReplayer', function () {
  this.timeout(60_000);
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'replayer-'));
  });
  after(() => rm(folder, { recursive: true }));

  it('gives up a workflow that loops for ever, and says so for what is asked after', async () => {
    const bundlePath = join(folder, 'bundle.js');
    const quiet = { trace() {}, debug() {}, info() {}, warn() {}, error() {}, log() {} };
    const { code } = await bundleWorkflowCode({ workflowsPath, logger: quiet });
    await writeFile(bundlePath, code);
    const logFile = join(folder, 'replay.log');
    await using replayer = startReplayer({ bundlePath, logFile, tags: {}, limitMs: 2000 });
    const { signal } = new AbortController();
    const fine = await replayer.replay([], signal);
    expect(fine).to.deep.equal({ state: 'collected', rows: [] });
    const looping = await replayer.replay([completedAtOnce('loops')], signal);
    expect(looping.state === 'unavailable' ? looping.reason : '').to.match(
      /^\d+ replays did not end within 2 s, .*loops/,
    );
    const after = await replayer.replay([completedAtOnce('loops')], signal);
    expect(after.state === 'unavailable' ? after.reason : '').to.match(/^the replay process died/);
  });
});
