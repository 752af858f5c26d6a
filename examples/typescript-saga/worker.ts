// A worker of the trips.
//
//   node worker.ts
//   SAGA_BUG=key-of-attempt node worker.ts
//
// It connects by Temporal's standard variables: TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE and TEMPORAL_TLS_*.
import { createClient } from '@supabase/supabase-js';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { NativeConnection, Worker } from '@temporalio/worker';
import { createActivities } from './saga/activities.ts';
import { TASK_QUEUE } from './saga/shared.ts';

const SLOTS = 200;

const { PROVIDERS_URL = '', SUPABASE_URL = '', SUPABASE_KEY = '', SAGA_BUG, WORKFLOW_BUNDLE = '' } = process.env;
const rows = createClient(SUPABASE_URL, SUPABASE_KEY, { auth: { persistSession: false, autoRefreshToken: false } });
const { connectionOptions, namespace = 'default' } = loadClientConnectConfig();
const connection = await NativeConnection.connect(connectionOptions);
const workflowsPath = new URL('saga/workflows.ts', import.meta.url).pathname;
const worker = await Worker.create({
  connection,
  namespace,
  taskQueue: TASK_QUEUE,
  ...(WORKFLOW_BUNDLE === '' ? { workflowsPath } : { workflowBundle: { codePath: WORKFLOW_BUNDLE } }),
  activities: createActivities({ providersUrl: PROVIDERS_URL, rows, bug: SAGA_BUG }),
  maxConcurrentActivityTaskExecutions: SLOTS,
  maxConcurrentWorkflowTaskExecutions: SLOTS,
  maxConcurrentActivityTaskPolls: 20,
  maxConcurrentWorkflowTaskPolls: 40,
  maxHeartbeatThrottleInterval: '1ms',
  stickyQueueScheduleToStartTimeout: '1s',
  shutdownGraceTime: '5s',
});
// Until SIGTERM; what is in hand is done first.
await worker.run();
await connection.close();
