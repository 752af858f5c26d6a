import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { runFolderOf } from '../../harness/reaper/run-folder.ts';
import {
  type StackUnderTest,
  startStackUnderTest,
  systemConfig,
} from '../../harness/stack/test-support/stack-fixture.ts';
import { expectStrangers } from './tls/expect-strangers.ts';
import { ownListeners } from './tls/own-listeners.ts';
import type { Door } from './tls/strangers.ts';

describe('the embedded stack by TLS', function () {
  this.timeout(120_000);
  let under: StackUnderTest;

  before(async () => {
    const config = await systemConfig();
    const api = config.api?.command ?? (['node'] as const);
    const relayServices = { attribute: () => null };
    under = await startStackUnderTest(`tls-test-${process.pid}`, config, { tls: true, api, relayServices });
  });
  after(async () => {
    const certificates = join(runFolderOf(under.runId), 'certificates');
    expect(existsSync(certificates)).to.equal(true);
    await under.stack[Symbol.asyncDispose]();
    expect(existsSync(certificates)).to.equal(false);
    await rm(under.logsFolder, { recursive: true });
  });

  const doors = async (): Promise<readonly Door[]> => {
    const { supabaseUrl, outsideWorldUrl, api } = under.stack.addresses;
    const urls = { supabase: supabaseUrl, 'outside-world': outsideWorldUrl, api: api?.url ?? '' };
    const servers = Object.entries(urls).map(([name, url]) => {
      const { protocol, hostname: host, port } = new URL(url);
      expect(protocol, name).to.equal('https:');
      return { name, host, port: Number(port), speaks: 'tls' } as const;
    });
    const own = ownListeners().map((at, index) => ({ ...at, name: `gateway-${index + 1}`, speaks: 'tls' }) as const);
    // Two workers with three links each, and the API with two.
    expect(own).to.have.length(8);
    return [...servers, ...own];
  };

  expectStrangers(doors, () => under.stack);
});
