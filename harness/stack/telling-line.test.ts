import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { tellingLine } from './telling-line.ts';

describe('the telling line of a program', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'telling-line-'));
  });
  after(async () => rm(folder, { recursive: true }));

  const lineOf = async (log: string): Promise<string> => {
    await writeFile(join(folder, 'a.log'), log);
    return tellingLine(join(folder, 'a.log'), [/hunter2-[a-z]{20}/]);
  };

  it('has no part of a secret either where it is cut', async () => {
    const secret = `hunter2-${'x'.repeat(20)}`;
    const line = await lineOf(`Error: ${'a'.repeat(280)} ${secret} refused\n`);
    expect(line).to.have.lengthOf.at.most(300).and.not.contain('hunter2');
    expect(line).to.match(/a <masked/);
  });
});
