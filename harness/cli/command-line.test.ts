import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { expect } from 'chai';

const main = join(import.meta.dirname, 'test-support', 'leaky-main.ts');

interface Ended {
  readonly exit: number | string | null;
  readonly stderr: string;
}

function run(...args: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, [main, ...args], (error, _stdout, stderr) =>
      resolve({ exit: error === null ? 0 : (error.code ?? null), stderr }),
    );
  });
}

describe('a process of the command line', () => {
  it('ends with its exit code though something was left open, and says what', async () => {
    const { exit, stderr } = await run('--leak');
    expect(exit).to.equal(2);
    expect(stderr).to.match(
      /^Everything is done, but something was left open \(.*Timeout.*\); the process ends now\.\n$/,
    );
  }).timeout(60_000);

  it('ends at once and quietly if nothing was', async () => {
    expect(await run()).to.deep.equal({ exit: 2, stderr: '' });
  }).timeout(60_000);
});
