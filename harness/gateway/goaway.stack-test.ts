import { expect } from 'chai';
import { entriesOf } from '../model/journal.ts';
import { type RealRig, startRealRig, TASK_QUEUE } from './test-support/real-rig.ts';

const ROUNDS = process.env['CHAOS_TEST_FULL'] === '1' ? 4 : 2;
/** The real default is five minutes. */
const maxAge = ['--dynamic-config-value', 'frontend.keepAliveMaxConnectionAge="1s"'];

describe('gateway before a real Temporal server that sends GOAWAY again and again', function () {
  this.timeout(90_000);
  let rig: RealRig | undefined;

  after(async () => {
    await rig?.[Symbol.asyncDispose]();
  });

  it('loses no work, and no call vanishes', async () => {
    rig = await startRealRig(maxAge);
    const { client, journal, calls, temporal, startWorker } = rig;
    for (let round = 1; round <= ROUNDS; round += 1) {
      const worker = await startWorker(`worker-${round}`);
      // A call that vanished would show as a heartbeat timeout, and so as an activity that began again.
      const work = { taskQueue: TASK_QUEUE, workflowId: `goaway-${round}`, args: [60] };
      expect(await client.workflow.execute('twoSteps', work)).to.equal('resumed from 0');
      await temporal.kill(worker);
    }
    const opened = entriesOf(journal.entries(), 'connection').filter(({ change }) => change === 'opened');
    expect(opened.length).to.be.at.least(3 * ROUNDS);
    // A call that meets the GOAWAY may be refused unexecuted, and the SDK repeats it; nothing else may fail.
    const failed = calls().filter(({ outcome, method }) => outcome !== 'answered' && !method.startsWith('Poll'));
    expect(failed.filter(({ grpcMessage }) => !/going away|HTTP\/2 code 7/.test(grpcMessage ?? ''))).to.deep.equal([]);
  });
});
