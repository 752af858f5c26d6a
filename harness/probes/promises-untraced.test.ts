import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect } from 'chai';

const source = JSON.stringify(new URL('./promises-untraced.ts', import.meta.url).href);

/** How many promises a hook sees, in a separate process, since the change is permanent. */
async function heard(before: string): Promise<number> {
  const script = `
    import v8 from 'node:v8';
    import { leavePromisesUntraced } from ${source};
    let heard = 0;
    ${before}
    const stop = v8.promiseHooks.createHook({ init: () => { heard += 1; } });
    await Promise.resolve();
    stop();
    console.log(heard);`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script]);
  return Number(stdout);
}

describe('leavePromisesUntraced', () => {
  it('has no hook hear of promises any more', async () => {
    expect(await heard('')).to.be.greaterThan(0);
    expect(await heard('leavePromisesUntraced();')).to.equal(0);
  });
});
