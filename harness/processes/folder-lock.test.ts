import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { waitFor } from '../wait.ts';
import { withFolderLock } from './folder-lock.ts';
import { thisProcess } from './process-identity.ts';

const main = join(import.meta.dirname, 'test-support', 'lock-holder-main.ts');

describe('withFolderLock', () => {
  let folder: string;
  let path: string;
  let holders: Holder[] = [];
  const signal = new AbortController().signal;

  const holder = (): Holder => {
    const made = new Holder(path);
    holders.push(made);
    return made;
  };
  const tryOnce = (limitMs: number): Promise<string> => withFolderLock({ path, signal, limitMs }, async () => 'done');

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'folder-lock-test-'));
    path = join(folder, 'below', 'one.lock');
    holders = [];
  });
  afterEach(async () => {
    await Promise.all(holders.map(async (each) => each.kill()));
    rmSync(folder, { recursive: true });
  });

  it('lets a second process wait for the first, and tells it for whom', async () => {
    const first = holder();
    await first.says('held');
    const second = holder();
    await second.says(`waiting for ${first.pid}`);
    expect(second.output).not.to.include('held');
    first.letGo();
    await second.says('held');
    expect(first.output).to.include('let go');
    second.letGo();
    await second.says('let go');
    expect(existsSync(path)).to.equal(false);
  });

  it('takes over the lock of a process that died', async () => {
    const first = holder();
    await first.says('held');
    const second = holder();
    await second.says('waiting for');
    await first.kill();
    await second.says('held');
  });

  it('gives the lock of a dead process to one taker only', async () => {
    // This pid lives, but it started at another time: so it is another process, and the holder is dead.
    mkdirSync(path, { recursive: true });
    writeFileSync(join(path, `${process.pid}@1`), '');
    let inside = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      inside += 1;
      most = Math.max(most, inside);
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
      inside -= 1;
    };
    const options = { path, signal, limitMs: 5000 };
    await Promise.all([1, 2, 3].map(async () => withFolderLock(options, work)));
    expect(most).to.equal(1);
    expect(existsSync(path)).to.equal(false);
  });

  it('takes an empty lock folder, which a process left that died while letting go', async () => {
    mkdirSync(path, { recursive: true });
    expect(await tryOnce(1000)).to.equal('done');
  });

  it('lets go when the work fails', async () => {
    const options = { path, signal, limitMs: 1000 };
    const thrown: unknown = await withFolderLock(options, async () => Promise.reject(new Error('no'))).catch(
      (error: unknown) => error,
    );
    expect(thrown).to.have.property('message', 'no');
    expect(await tryOnce(1000)).to.equal('done');
  });

  it('does not wait beyond its limit', async () => {
    mkdirSync(path, { recursive: true });
    const { pid, startTime } = thisProcess();
    writeFileSync(join(path, `${pid}@${encodeURIComponent(startTime)}`), '');
    const codeOf = async (code?: 'CHAOS_REPORT_FAILED'): Promise<unknown> =>
      await withFolderLock(
        { path, signal, limitMs: 150, ...(code === undefined ? {} : { code }) },
        async () => 'done',
      ).catch((error: { readonly code: string }) => error.code);
    expect(await codeOf()).to.equal('CHAOS_WAIT_TIMEOUT');
    expect(await codeOf('CHAOS_REPORT_FAILED')).to.equal('CHAOS_REPORT_FAILED');
  });
});

class Holder {
  output = '';
  readonly #child: ChildProcessWithoutNullStreams;

  constructor(path: string) {
    this.#child = spawn(process.execPath, [main, path]);
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        this.output += chunk.toString();
      });
    }
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  letGo(): void {
    this.#child.stdin.end();
  }

  async says(text: string): Promise<void> {
    const look = (): true | undefined => (this.output.includes(text) ? true : undefined);
    const signal = new AbortController().signal;
    await waitFor(look, { what: `"${text}" from process ${this.pid}`, limitMs: 9000, signal });
  }

  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exit = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await exit;
  }
}
