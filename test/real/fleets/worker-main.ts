import { NativeConnection, Worker } from '@temporalio/worker';
import * as activities from './activities.ts';

// A worker of either program: `node worker-main.ts <task queue> [activity …]`. Its bundle says which workflows it has.
const [taskQueue = '', ...names] = process.argv.slice(2);
const { TEMPORAL_ADDRESS: address = '', TEMPORAL_NAMESPACE: namespace = '', BUNDLE: codePath = '' } = process.env;
const SLOTS = 60;
const connection = await NativeConnection.connect({ address });
const worker = await Worker.create({
  connection,
  namespace,
  taskQueue,
  workflowBundle: { codePath },
  activities: Object.fromEntries(Object.entries(activities).filter(([name]) => names.includes(name))),
  maxConcurrentWorkflowTaskExecutions: SLOTS,
  maxConcurrentActivityTaskExecutions: SLOTS,
  maxConcurrentWorkflowTaskPolls: 20,
  maxConcurrentActivityTaskPolls: 20,
  maxHeartbeatThrottleInterval: '1ms',
  defaultHeartbeatThrottleInterval: '1ms',
  stickyQueueScheduleToStartTimeout: '1s',
  shutdownGraceTime: '5s',
});
await worker.run();
await connection.close();
