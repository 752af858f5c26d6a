import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { HarnessError } from '../../errors.ts';
import { writeScript } from '../test-support/fake-server.ts';
import { findCompose } from './find-compose.ts';

describe('findCompose', () => {
  const names = ['PATH', 'XDG_CACHE_HOME', 'CHAOS_COMPOSE_PATH'] as const;
  const kept = names.map((name) => [name, process.env[name]] as const);
  const options = { signal: new AbortController().signal, progress: () => undefined };
  let folder = '';

  /** A program that answers its version; the plugin is asked as `docker compose version`. */
  const answers = (name: string, version: string): string =>
    writeScript(join(folder, 'bin', name), `echo "Docker Compose version v${version}"`);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'find-compose-'));
    mkdirSync(join(folder, 'bin'));
    process.env['PATH'] = `${join(folder, 'bin')}:/usr/bin:/bin`;
    process.env['XDG_CACHE_HOME'] = join(folder, 'cache');
    delete process.env['CHAOS_COMPOSE_PATH'];
  });
  afterEach(() => {
    for (const [name, value] of kept) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    rmSync(folder, { recursive: true });
  });

  it('takes the plugin of the docker command where it is new enough', async () => {
    answers('docker', '2.24.0');
    answers('docker-compose', '5.0.2');
    const found = await findCompose(options);
    expect(found).to.deep.equal({ command: ['docker', 'compose'], version: '2.24.0', from: 'plugin' });
  });

  it('calls a standalone one by itself where the plugin is missing or too old', async () => {
    const standalone = answers('docker-compose', '5.0.2');
    const alone = { command: [standalone], version: '5.0.2', from: 'path' };
    writeScript(join(folder, 'bin', 'docker'), 'echo "docker: unknown command" >&2; exit 1');
    expect(await findCompose(options)).to.deep.equal(alone);
    answers('docker', '2.23.3');
    expect(await findCompose(options)).to.deep.equal(alone);
  });

  it('takes the one that the environment names before any other, and nothing else where it is wrong', async () => {
    answers('docker', '5.0.2');
    const named = answers('named', '2.30.1');
    process.env['CHAOS_COMPOSE_PATH'] = named;
    expect(await findCompose(options)).to.deep.equal({ command: [named], version: '2.30.1', from: 'environment' });
    process.env['CHAOS_COMPOSE_PATH'] = join(folder, 'missing');
    const error: unknown = await findCompose(options).catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(HarnessError).with.property('code', 'CHAOS_BINARY_BROKEN');
  });
});
