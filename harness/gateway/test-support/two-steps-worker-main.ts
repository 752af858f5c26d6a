import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { NativeConnection, Worker } from '@temporalio/worker';
import { confirm, work } from './two-steps-activities.ts';

// A worker of its own process for the gateway's test: `node two-steps-worker-main.ts <host:port> <task queue>`.
const [address, taskQueue] = process.argv.slice(2);
if (address === undefined || taskQueue === undefined) throw new Error('Expected an address and a task queue.');
const connection = await NativeConnection.connect({ address });
const workflow = new URL(`./two-steps-workflow${extname(import.meta.filename)}`, import.meta.url);
const worker = await Worker.create({
  connection,
  taskQueue,
  workflowsPath: fileURLToPath(workflow),
  activities: { work, confirm },
  maxHeartbeatThrottleInterval: '20ms',
  defaultHeartbeatThrottleInterval: '20ms',
  stickyQueueScheduleToStartTimeout: '1s',
});
await worker.run();
await connection.close();
