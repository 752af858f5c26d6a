import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import Docker from 'dockerode';
import { labelledObjects } from '../../../harness/engine/labelled.ts';
import { reportSchema } from '../../../harness/model/report.ts';
import { imageTag } from '../../../harness/provision/images/image-specs.ts';
import { waitFor } from '../../../harness/wait.ts';
import { leftoversOf } from '../leftovers.ts';
import { chaosMain, projectFolder, runProgram } from '../run-scenario.ts';
import { runIdIn } from '../told-run-id.ts';
import { type EngineForwarder, forwardToEngine } from './engine-forwarder.ts';

const limits = { limitMs: 60_000, signal: new AbortController().signal };
const docker = new Docker();

describe('an engine that goes away in the middle', () => {
  let folder = '';
  let forwarder: EngineForwarder;
  let runId = '';
  const strangers: Docker.Container[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'engine-lost-'));
    forwarder = await forwardToEngine(join(folder, 'docker.sock'));
  });
  afterEach(async () => {
    for (const stranger of strangers.splice(0)) await stranger.remove();
    forwarder.cut();
    await rm(folder, { recursive: true, force: true });
  });

  const journal = (): string => {
    const [path = ''] = globSync(join(projectFolder, 'reports/runs/*', runId, 'journal.ndjson'));
    return path === '' ? '' : readFileSync(path, 'utf8');
  };

  it('ends the run with what may be left, and a sweep with the engine back removes it', async () => {
    const env = { ...process.env, DOCKER_HOST: forwarder.host, FORCE_COLOR: '0' };
    const args = [chaosMain, 'scenario', 'worker-pause', '--stack', 'docker', '--seed', '7'];
    const harness = spawn(process.execPath, args, { cwd: projectFolder, env, stdio: ['ignore', 'ignore', 'pipe'] });
    let stderr = '';
    harness.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const closed = once(harness, 'close') as Promise<[number | null]>;
    const inForce = (): true | undefined => {
      runId = runIdIn(stderr) ?? '';
      return (runId !== '' && /"kind":"fault".*"step":"injected"/.test(journal())) || undefined;
    };
    await waitFor(inForce, { what: 'the fault to be in force', ...limits });
    forwarder.cut();
    const [exit] = await closed;

    expect(exit, stderr).to.equal(70);
    const said = stderr.split('\n').filter((line) => line.startsWith('CHAOS_'));
    expect(said, stderr).to.have.length(1);
    expect(said[0]).to.match(
      /^CHAOS_ENGINE_LOST: Expected .+, but it has gone away \(.+\)\. Start it again, .*--sweep/,
    );
    const [path = ''] = globSync(join(projectFolder, 'reports/runs/*', runId, 'report.json'));
    const { verdict, errors } = reportSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
    expect(verdict).not.to.equal('valid');
    const steps = [...journal().matchAll(/"kind":"fault".*"step":"(\w[\w-]*)"/g)].map(([, step]) => step);
    expect(steps, 'healing was tried, and failed').to.deep.equal([
      'moment-reached',
      'injecting',
      'injected',
      'healing',
      'failed',
    ]);
    expect(errors.some(({ message }) => /worker-1.*its networks and its volumes may be left/.test(message))).to.equal(
      true,
    );
    expect((await labelledObjects({ docker }, runId)).length, 'the engine lives on').to.be.greaterThan(5);

    // Somebody else's, named like ours.
    const name = `durable-chaos-${runId}-worker-9-1`;
    const stranger = await docker.createContainer({ name, Image: imageTag('toxiproxy') });
    strangers.push(stranger);
    const swept = await runProgram({ command: process.execPath, args: [chaosMain, 'doctor', '--sweep'] });
    expect(swept.stdout).to.match(new RegExp(`^swept {3}${runId}: .*container durable-chaos-${runId}-worker-1-1`, 'm'));
    expect(await labelledObjects({ docker }, runId)).to.deep.equal([]);
    expect(leftoversOf(runId)).to.deep.equal([]);
    expect((await stranger.inspect()).Name).to.equal(`/${name}`);
  });
});
