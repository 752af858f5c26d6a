import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { isAlive, livingProcess, type ProcessIdentity, thisProcess } from '../../processes/process-identity.ts';
import { findRemains, removeOrphans } from './remove-orphans.ts';

describe('sweep', () => {
  const host = process.env['DOCKER_HOST'];
  let folder: string;
  let children: ChildProcess[] = [];
  const unique = `${process.pid}-${Date.now()}`;
  const owners = { dead: { pid: process.pid, startTime: '1' }, live: thisProcess() };

  const startTagged = async (runId: string, owner: ProcessIdentity): Promise<ProcessIdentity> => {
    const tags = {
      DURABLE_CHAOS_RUN: runId,
      DURABLE_CHAOS_OWNER: `${owner.pid}@${encodeURIComponent(owner.startTime)}`,
    };
    const child = spawn('sleep', ['60'], { env: { ...process.env, ...tags }, stdio: 'ignore', detached: true });
    children.push(child);
    await once(child, 'spawn');
    const started = livingProcess(child.pid ?? 0);
    if (started === null) throw new Error('Expected the process to live, but it does not.');
    return started;
  };
  const makeFolder = (runId: string, owner: ProcessIdentity | null): string => {
    const path = join(folder, `durable-chaos-${runId}`);
    mkdirSync(path);
    writeFileSync(join(path, 'some-file'), '');
    if (owner !== null) writeFileSync(join(path, 'owner.json'), JSON.stringify(owner));
    return path;
  };

  // A machine without an engine: with one, that of remove-orphans.docker-test.ts.
  before(() => void (process.env['DOCKER_HOST'] = 'unix:///nowhere/docker.sock'));
  after(() => {
    if (host === undefined) delete process.env['DOCKER_HOST'];
    else process.env['DOCKER_HOST'] = host;
  });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'provision-test-'));
    children = [];
  });
  afterEach(() => {
    for (const child of children) child.kill('SIGKILL');
    rmSync(folder, { recursive: true });
  });

  it('removes processes and folders of dead runs, and nothing else', async () => {
    const [deadRun, liveRun] = [`dead-${unique}`, `live-${unique}`];
    const deadProcess = await startTagged(deadRun, owners.dead);
    const liveProcess = await startTagged(liveRun, owners.live);
    const deadFolder = makeFolder(deadRun, owners.dead);
    const liveFolder = makeFolder(liveRun, owners.live);
    const unclearFolder = makeFolder(`unclear-${unique}`, null);
    const otherFolder = join(folder, 'durable-chaosless');
    mkdirSync(otherFolder);

    const seen = await findRemains(folder);
    expect(seen.dead.filter(({ runId }) => runId === deadRun)).to.deep.equal([
      { runId: deadRun, folder: deadFolder, pids: [deadProcess.pid], objects: [] },
    ]);
    expect(isAlive(deadProcess) && existsSync(deadFolder), 'looking touches nothing').to.equal(true);

    const swept = await removeOrphans(folder, (runId) => runId.endsWith(unique));
    expect(swept.failures).to.deep.equal([]);
    expect(swept.notAsked).to.equal('no container engine answered');
    expect(isAlive(deadProcess)).to.equal(false);
    expect(existsSync(deadFolder)).to.equal(false);
    expect(isAlive(liveProcess)).to.equal(true);
    for (const path of [liveFolder, unclearFolder, otherFolder]) expect(existsSync(path), path).to.equal(true);
    expect(swept.live.map(({ runId }) => runId)).to.include(liveRun);
    expect(swept.unclear.map(({ runId }) => runId)).to.include(`unclear-${unique}`);
  });

  it('takes an owner whose id another process has by now for dead', () => {
    expect(isAlive(owners.dead)).to.equal(false);
    expect(isAlive(owners.live)).to.equal(true);
  });
});
