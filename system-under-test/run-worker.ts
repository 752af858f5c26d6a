import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { type Activities, createActivities } from './activities/create-activities.ts';
import type { Services } from './activities/services.ts';
import { ConfigError, type WorkerConfig, workerConfig } from './config.ts';
import { connect } from './connect.ts';
import { createServices } from './create-services.ts';
import { createLog, describeError, type Log, logOfSdk, writerTo } from './log.ts';
import { frontMetrics } from './tls/metrics-front.ts';
import { useClientCertificate } from './tls/services-tls.ts';
import { temporalConnection } from './tls/temporal-connection.ts';
import { runtimeOptions, workerOptions } from './worker-options.ts';

/** Makes the activities that a worker offers. */
export type Compose = (services: Services, config: WorkerConfig) => Activities;

/**
 * Runs a worker until a signal stops it, and ends the process.
 *
 * @remarks Ends with 0 after a graceful drain, 64 where the environment can't be used, 1 on any other failure. The exit
 * is explicit: where `run()` rejects, a process left to itself would end with 0.
 */
export async function runWorker(compose: Compose = createActivities): Promise<never> {
  const config = configOrExit();
  const log = createLog({
    component: config.LOG_COMPONENT ?? 'worker',
    workerVersion: config.TEMPORAL_WORKER_BUILD_ID,
    level: config.LOG_LEVEL,
    write: writerTo(config.LOG_FILE),
  });
  try {
    await useClientCertificate(config);
    Runtime.install({
      ...runtimeOptions(await frontMetrics(config)),
      logger: new DefaultLogger('DEBUG', logOfSdk(log)),
    });
    await work(config, log, compose);
    return process.exit(0);
  } catch (error) {
    log('ERROR', 'The worker failed.', { error: describeError(error) });
    return process.exit(1);
  }
}

/** A mistake in the environment is for the person who starts the worker: one plain sentence. */
function configOrExit(): WorkerConfig {
  try {
    const config = workerConfig(process.env);
    temporalConnection(config);
    return config;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return process.exit(64);
  }
}

async function work(config: WorkerConfig, log: Log, compose: Compose): Promise<void> {
  // The SDK's own handlers stop a worker that runs; until one does, these end the wait for Temporal.
  const stop = new AbortController();
  const onSignal = (): void => stop.abort();
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  const connection = await connect(config, log, stop.signal).catch((error: unknown) => {
    if (!stop.signal.aborted) throw error;
  });
  if (connection === undefined) return;
  const activities = compose(createServices(config), config);
  const worker = await Worker.create({ connection, activities, ...workerOptions(config) });
  if (stop.signal.aborted) return;
  const running = worker.run();
  log('INFO', `Polling ${config.TEMPORAL_TASK_QUEUE} in namespace ${config.TEMPORAL_NAMESPACE}.`);
  await running;
  await connection.close();
}
