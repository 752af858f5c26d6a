import { setTimeout as delay } from 'node:timers/promises';
import { activityInfo, heartbeat } from '@temporalio/activity';
import { NativeConnection, Worker } from '@temporalio/worker';
import { dataConverter } from './codec.ts';

/** What a charge gives. */
export interface Receipt {
  readonly item: string;
  readonly of: string;
}

/** The activities of the system. */
export type Activities = typeof activities;

// A defect that shows only in an attempt after the first.
const isWrong = process.argv.includes('--wrong-when-retried');
const STEPS = 3;

const activities = {
  async charge(item: string): Promise<Receipt> {
    const { attempt, workflowExecution } = activityInfo();
    for (let step = 1; step <= STEPS; step += 1) {
      heartbeat({ step });
      await delay(200);
    }
    const of = workflowExecution?.workflowId ?? '';
    return { item: isWrong && attempt > 1 ? 'another item' : item, of };
  },
  async deliver(receipt: Receipt): Promise<string> {
    return `delivered ${receipt.item}`;
  },
};

const { TEMPORAL_ADDRESS: address = '', TEMPORAL_NAMESPACE: namespace = '', BUNDLE: codePath = '' } = process.env;
const connection = await NativeConnection.connect({ address });
const worker = await Worker.create({
  connection,
  namespace,
  taskQueue: 'encrypted-queue',
  workflowBundle: { codePath },
  activities,
  dataConverter,
  stickyQueueScheduleToStartTimeout: '1 s',
  defaultHeartbeatThrottleInterval: '50 ms',
  maxHeartbeatThrottleInterval: '50 ms',
});
await worker.run();
await connection.close();
