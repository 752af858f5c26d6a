import { tmpdir } from 'node:os';
import { expect } from 'chai';
import { runNode } from './run-in.ts';

const place = { folder: tmpdir(), signal: new AbortController().signal };

describe('a command that is run on a mutant', () => {
  it('says its exit code and what it printed', async () => {
    const ended = await runNode(place, ['-e', 'console.log(1); process.exit(3)']);
    expect(ended).to.deep.equal({ exit: 3, stdout: '1\n', stderr: '', isOverdue: false });
  });

  it('is ended if it takes too long', async () => {
    const ended = await runNode(place, ['-e', 'setInterval(() => {}, 1000)'], 500);
    expect(ended.isOverdue).to.equal(true);
  });
});
