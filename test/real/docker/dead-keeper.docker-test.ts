import { expect } from 'chai';
import Docker from 'dockerode';
import { daemonPlaces, findRecord } from '../../../harness/daemon/daemon-record.ts';
import { labelledObjects } from '../../../harness/engine/labelled.ts';
import { isAlive } from '../../../harness/processes/process-identity.ts';
import { taggedProcesses } from '../../../harness/processes/tagged-processes.ts';
import { freePort } from '../../../harness/stack/test-support/free-port.ts';
import { waitFor } from '../../../harness/wait.ts';
import { BadInputPlace } from '../bad-input/bad-input-place.ts';
import { leftoversOf } from '../leftovers.ts';
import { chaosMain, type Ended, runProgram } from '../run-scenario.ts';

const docker = new Docker();

describe('a stack of containers whose daemon and reaper were both killed', () => {
  let place: BadInputPlace;
  let env: NodeJS.ProcessEnv = {};
  const chaos = async (...args: readonly string[]): Promise<Ended> =>
    runProgram({ command: process.execPath, args: [chaosMain, ...args], env, cwd: `${place.folder}/project` });

  beforeEach(async () => {
    place = await BadInputPlace.make({});
    // The project is not the folder that the image was made of, so its path in the image is given.
    const command = "['node', '/app/system-under-test/worker.ts']";
    await place.configure(`export const config = { ...real, workers: { ...real.workers, command: ${command} } };`);
    const [port, uiPort] = [String(await freePort()), String(await freePort())];
    env = { CHAOS_TEMPORAL_PORT: port, CHAOS_TEMPORAL_UI_PORT: uiPort, FORCE_COLOR: '0' };
  });
  afterEach(async () => {
    await chaos('stack', 'down');
    await place.remove();
  });

  it('is removed from the engine by stack down, and nothing is left', async () => {
    const up = await chaos('stack', 'up', '--stack', 'docker');
    expect(up.exit, up.stderr).to.equal(0);
    const { record } = await findRecord(daemonPlaces(`${place.folder}/project`));
    if (record === null) throw new Error(`Expected a record of the daemon, but there is none: ${up.stdout}`);
    const { runId } = record;
    const reapers = taggedProcesses().filter((one) => one.runId === runId && one.pid !== record.pid);
    expect(reapers.length, 'the reaper').to.be.greaterThan(0);
    // The reaper first, so that nobody undoes anything.
    for (const { pid } of [...reapers, record]) process.kill(pid, 'SIGKILL');
    const limits = { limitMs: 5000, signal: new AbortController().signal };
    await waitFor(() => !isAlive(record) || undefined, { what: 'the daemon to be dead', ...limits });
    expect((await labelledObjects({ docker }, runId)).length).to.be.greaterThan(8);

    const { exit, stdout, stderr } = await chaos('stack', 'down');
    expect(stdout, stderr).to.equal(`The owner of the stack of run ${runId} had died; its remains are removed.\n`);
    expect(exit).to.equal(0);
    expect(await labelledObjects({ docker }, runId)).to.deep.equal([]);
    expect(leftoversOf(runId)).to.deep.equal([]);
    expect((await chaos('stack', 'status')).stderr).to.match(/^CHAOS_NO_STACK: No stack is up\. /);
  });
});
