import { Client } from '@temporalio/client';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { workerConfig } from '../config.ts';
import { connect } from '../connect.ts';
import { createServices } from '../create-services.ts';
import { createLog, logOfSdk, writerTo } from '../log.ts';
import { runtimeOptions, workerOptions } from '../worker-options.ts';
import { createActivities } from './activities/create-activities.ts';
import { createCodec } from './codec.ts';

const sigterm = 15;

const config = workerConfig(process.env);
const { LOG_LEVEL: level, LOG_FILE, TEMPORAL_TASK_QUEUE: taskQueue, TEMPORAL_NAMESPACE: namespace } = config;
const workerVersion = config.TEMPORAL_WORKER_BUILD_ID;
const log = createLog({ component: 'worker', workerVersion, level, write: writerTo(LOG_FILE) });
Runtime.install({ ...runtimeOptions(config), logger: new DefaultLogger('DEBUG', logOfSdk(log)) });
const connection = await connect(config, log, new AbortController().signal);
const dataConverter = { payloadCodecs: [createCodec({ lateKeys: true })] };
const client = new Client({ connection, namespace, dataConverter });
const activities = createActivities(createServices(config), client, taskQueue);
const worker = await Worker.create({ connection, activities, ...workerOptions(config), dataConverter });
// Until a signal stops it; what is in hand is done first.
await worker.run();
await connection.close();
// As a Java virtual machine ends after SIGTERM, and as shells and containers report it.
process.exit(128 + sigterm);
