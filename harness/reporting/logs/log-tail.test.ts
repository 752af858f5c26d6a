import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { LogTail } from './log-tail.ts';

describe('LogTail', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'log-tail-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function linesOf(tail: LogTail): Promise<readonly string[]> {
    return (await tail.next()).map(({ component, incarnation, text }) => `${component}.${incarnation} ${text}`);
  }

  it('reads what is there, then only what is added, of new files too', async () => {
    const tail = new LogTail(folder, null);
    await appendFile(join(folder, 'worker-1.1.log'), 'one\n\ntwo\nhal');
    expect(await linesOf(tail)).to.deep.equal(['worker-1.1 one', 'worker-1.1 two']);
    expect(await linesOf(tail)).to.deep.equal([]);
    await appendFile(join(folder, 'worker-1.1.log'), 'f\n');
    await appendFile(join(folder, 'worker-1.2.log'), 'new\n');
    await appendFile(join(folder, 'compose.log'), 'no component\n');
    expect(await linesOf(tail)).to.deep.equal(['worker-1.1 half', 'worker-1.2 new']);
  });

  it('does not split a character that is written in two parts, nor a line longer than a read', async () => {
    const tail = new LogTail(folder, 'client');
    const bytes = Buffer.from('é\n');
    await appendFile(join(folder, 'client.1.log'), bytes.subarray(0, 1));
    await appendFile(join(folder, 'other.1.log'), 'not asked for\n');
    expect(await linesOf(tail)).to.deep.equal([]);
    const long = 'x'.repeat(200_000);
    await appendFile(join(folder, 'client.1.log'), Buffer.concat([bytes.subarray(1), Buffer.from(`${long}\n`)]));
    expect(await linesOf(tail)).to.deep.equal(['client.1 é', `client.1 ${long}`]);
  });
});
