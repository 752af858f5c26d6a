import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { HarnessError } from '../../errors.ts';
import { runFolderOf } from '../../reaper/run-folder.ts';
import { leftOf, startStackUnderTest, systemConfig } from '../test-support/stack-fixture.ts';

describe('embedded stack that cannot start', function () {
  this.timeout(120_000);
  const failing = async (
    name: string,
    changes: Parameters<typeof startStackUnderTest>[2],
  ): Promise<{ error: unknown; runId: string }> => {
    const runId = `stack-test-${name}-${process.pid}`;
    const error = await startStackUnderTest(runId, await systemConfig(), changes).catch((thrown: unknown) => thrown);
    expect(await leftOf(runId)).to.deep.equal([]);
    expect(existsSync(runFolderOf(runId))).to.equal(false);
    return { error, runId };
  };

  it('says the last line of a worker that dies at start, and leaves nothing', async () => {
    const code = "console.error('Expected a queue, got none.'); process.exit(3)";
    const { error } = await failing('dying', { command: ['node', '-e', code] });
    expect(error).to.be.instanceOf(HarnessError).with.property('code', 'CHAOS_STACK_NOT_READY');
    expect((error as Error).message).to.match(/worker-\d to become ready.*ended with 3: Expected a queue, got none\./);
  });

  it('names the migration that fails, and leaves nothing', async () => {
    const migrations = await mkdtemp(join(tmpdir(), 'stack-test-migrations-'));
    await writeFile(join(migrations, '0001_bad.sql'), 'create table nonsense (;');
    const { error } = await failing('migration', { migrations });
    expect(error).to.be.instanceOf(HarnessError).with.property('code', 'CHAOS_BAD_CONFIG');
    expect((error as Error).message).to.contain('0001_bad.sql');
    await rm(migrations, { recursive: true });
  });
});
