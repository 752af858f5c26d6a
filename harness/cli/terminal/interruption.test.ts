import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';

const source = pathToFileURL(join(import.meta.dirname, 'interruption.ts')).href;

describe('a process that its parent talks to', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chaos-interruption-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('stays there for its next message after a command has ended in it', async () => {
    const lines = [
      `import { listenForInterruption } from '${source}';`,
      "process.on('message', () => { process.send('heard'); process.disconnect(); });",
      'listenForInterruption()[Symbol.dispose]();',
      // The event loop is empty by then, but for the channel.
      "process.send('ended', () => setImmediate(() => process.send('idle')));",
    ];
    await writeFile(join(folder, 'child.mts'), lines.join('\n'));
    const child = fork(join(folder, 'child.mts'), { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    const said: unknown[] = [];
    child.on('message', (message) => {
      said.push(message);
      // Late enough for a child with nothing to wait for to end.
      if (message === 'idle') setTimeout(() => child.connected && child.send('another'), 300);
    });
    await once(child, 'exit');
    expect(said).to.deep.equal(['ended', 'idle', 'heard']);
  });
});
