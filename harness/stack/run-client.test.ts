import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { ChaosConfig } from '../model/config.ts';
import type { StackAddresses } from '../model/stack.ts';
import { runClient } from './run-client.ts';

const addresses: StackAddresses = {
  temporal: '127.0.0.1:7233',
  temporalUi: null,
  supabaseUrl: 'http://127.0.0.1:1',
  supabaseKey: 'key',
  outsideWorldUrl: 'http://127.0.0.1:2',
  api: null,
  toxiproxyUrl: 'http://127.0.0.1:3',
};

/** Refuses the first call, as a server does that does not know a build yet; the mark of a call is a file. */
const tooEarlyOnce = `
  const fs = require('node:fs');
  if (fs.existsSync(process.env.MARK)) process.exit(process.argv[1] === 'deploy' ? 0 : 3);
  fs.writeFileSync(process.env.MARK, '');
  console.error('No worker of it has polled.');
  process.exit(64);`;

describe('runClient', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chaos-run-client-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const run = (client: object | undefined, limitMs = 10_000): Promise<void> => {
    const config = { client, taskQueue: 'q', namespace: 'n' } as unknown as ChaosConfig;
    const { signal } = new AbortController();
    return runClient({ config, projectFolder: folder, logsFolder: folder, signal, limitMs }, addresses, [
      'deploy',
      'v2',
    ]);
  };

  it('tries again where the client came too early', async () => {
    const env = (): Record<string, string> => ({ MARK: join(folder, 'mark') });
    await run({ command: ['node', '-e', tooEarlyOnce], env });
  });

  it('says what the client said where it never succeeds', async () => {
    const client = { command: ['node', '-e', "console.error('No such build.'); process.exit(64)"], env: () => ({}) };
    const error = await run(client, 600).catch((thrown: unknown) => thrown);
    expect(error).to.have.property('code', 'CHAOS_FAULT_FAILED');
    expect(error).to.have.property('message').that.contains('but it said: No such build.');
  });

  it('says that there is no client', async () => {
    expect(await run(undefined).catch((thrown: unknown) => thrown)).to.have.property('code', 'CHAOS_BAD_CONFIG');
  });
});
