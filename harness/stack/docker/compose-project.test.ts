import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Engine } from '../../engine/find-engine.ts';
import { HarnessError } from '../../errors.ts';
import { listProcesses } from '../../processes/process-table.ts';
import type { Reaper } from '../../reaper/start-reaper.ts';
import { waitFor } from '../../wait.ts';
import { memoryJournal } from '../test-support/stack-fixture.ts';
import { ComposeProject } from './compose-project.ts';

describe("compose, on a run's project", () => {
  let folder = '';
  let stop: AbortController;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'compose-test-'));
    stop = new AbortController();
  });
  afterEach(async () => rm(folder, { recursive: true }));

  /** Compose is a shell script here. */
  function projectOf(script: string): ComposeProject {
    const reaper = { pid: 0, guardProcess: () => undefined } as unknown as Reaper;
    const lost = new AbortController().signal;
    return new ComposeProject(
      { command: ['/bin/sh', '-c', script], file: '/compose.yaml' },
      {
        runId: 'r',
        journal: memoryJournal(),
        reaper,
        folder,
        logsFolder: folder,
        signal: stop.signal,
        engine: {} as Engine,
        events: { lost },
        workersNetwork: 'w',
      },
    );
  }

  const failure = async (call: Promise<unknown>): Promise<unknown> => call.catch((thrown: unknown) => thrown);

  it('is ended with all that it has started when the stack is taken down: no child goes on making containers', async () => {
    const note = join(folder, 'child.pid');
    const project = projectOf(`sleep 300 & echo $! > ${note}; wait`);
    const called = failure(project.call('up'));
    const limits = { limitMs: 5000, signal: new AbortController().signal, everyMs: 5 };
    const readPid = async (): Promise<number | undefined> =>
      Number(await readFile(note, 'utf8').catch(() => '')) || undefined;
    const pid = await waitFor(readPid, { what: 'the child to start', ...limits });
    stop.abort(new Error('taken down'));
    expect(await called).to.have.property('message', 'taken down');
    expect(project.cutShort).to.equal(true);
    const gone = async (): Promise<true | undefined> =>
      (await listProcesses()).some((each) => each.pid === pid && each.state !== 'Z') ? undefined : true;
    await waitFor(gone, { what: 'the child to end', ...limits });
  });

  it('tells its last line where it fails', async () => {
    const project = projectOf('echo first; echo port is already allocated; exit 3');
    const error = await failure(project.call('up'));
    expect(error).to.be.instanceOf(HarnessError).and.to.include({ code: 'CHAOS_STACK_NOT_READY' });
    expect(project.cutShort).to.equal(false);
    expect(String(error)).to.include('ended with 3: port is already allocated');
  });

  it('keeps what it is filled in with to us, secrets and all', async () => {
    await projectOf('true').fillIn({ SECRET: 'x' });
    for (const name of ['compose.env', 'workers.json']) {
      expect(((await stat(join(folder, name))).mode & 0o777).toString(8), name).to.equal('600');
    }
  });
});
