import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { HarnessError } from '../errors.ts';
import { thisProcess } from '../processes/process-identity.ts';
import { createRunFolder, ownerTag, removeRunFolder } from './run-folder.ts';

describe('run folder', () => {
  const runId = `folder-test-${process.pid}`;

  it("holds its owner's mark, for the owner's eyes only, and goes without a trace", async () => {
    const folder = await createRunFolder(runId);
    expect(JSON.parse(await readFile(join(folder, 'owner.json'), 'utf8'))).to.deep.equal(thisProcess());
    expect(((await stat(join(folder, 'owner.json'))).mode & 0o777).toString(8)).to.equal('600');
    expect(((await stat(folder)).mode & 0o777).toString(8)).to.equal('711');
    await removeRunFolder(folder);
    expect(existsSync(folder)).to.equal(false);
  });

  it('says so where it cannot be made', async () => {
    const before = process.env['TMPDIR'];
    process.env['TMPDIR'] = '/dev/null';
    const error = await createRunFolder(runId).catch((thrown: unknown) => thrown);
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
    expect(error).to.be.instanceOf(HarnessError).with.property('code', 'CHAOS_NOT_WRITABLE');
    expect((error as Error).message).to.contain('/dev/null/durable-chaos-');
  });

  it('names the owner in a form that a sweep reads', () => {
    const { pid, startTime } = thisProcess();
    expect(ownerTag()).to.deep.equal({ DURABLE_CHAOS_OWNER: `${pid}@${encodeURIComponent(startTime)}` });
  });
});
