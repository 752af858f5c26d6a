import { Runtime, Worker } from '@temporalio/worker';
import { type Activities, createActivities } from './activities/create-activities.ts';
import type { Services } from './activities/services.ts';
import { ConfigError, type WorkerConfig, workerConfig } from './config.ts';
import { connect } from './connect.ts';
import { createServices } from './create-services.ts';
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
  try {
    const config = workerConfig(process.env);
    Runtime.install(runtimeOptions(config));
    await work(config, compose);
    return process.exit(0);
  } catch (error) {
    process.stderr.write(`${error instanceof ConfigError ? error.message : describe(error)}\n`);
    return process.exit(error instanceof ConfigError ? 64 : 1);
  }
}

async function work(config: WorkerConfig, compose: Compose): Promise<void> {
  // The SDK's own handlers stop a worker that runs; until one does, these end the wait for Temporal.
  const stop = new AbortController();
  const onSignal = (): void => stop.abort();
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  const connection = await connect(config, stop.signal).catch((error: unknown) => {
    if (!stop.signal.aborted) throw error;
  });
  if (connection === undefined) return;
  const activities = compose(createServices(config), config);
  const worker = await Worker.create({ connection, activities, ...workerOptions(config) });
  if (stop.signal.aborted) return;
  const running = worker.run();
  console.log(`Polling ${config.TEMPORAL_TASK_QUEUE} in namespace ${config.TEMPORAL_NAMESPACE}.`);
  await running;
  await connection.close();
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? `\nCaused by ${error.cause.message}` : '';
  return `${error.stack ?? error.message}${cause}`;
}
