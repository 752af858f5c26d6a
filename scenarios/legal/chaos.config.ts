import { existsSync } from 'node:fs';
import { extname, join } from 'node:path';
import { defineConfig, type WorkerAddresses } from '../../harness/index.ts';
import { explorations } from './explorations.ts';
import { scenarios } from './index.ts';

const extension = extname(import.meta.filename);
const system = join(import.meta.dirname, '../../system-under-test');
const workers = join(system, 'legal');
// The package ships compiled: then the migrations are beside the compiled files.
const migrations = [system, join(import.meta.dirname, '../../../system-under-test')].map((folder) =>
  join(folder, 'supabase/migrations'),
);

/** The environment of a worker in an experiment. */
function env(addresses: WorkerAddresses): Readonly<Record<string, string>> {
  return {
    TEMPORAL_HOST: addresses.temporalHost,
    TEMPORAL_PORT: String(addresses.temporalPort),
    TEMPORAL_NAMESPACE: addresses.namespace,
    TEMPORAL_TASK_QUEUE: addresses.taskQueue,
    TEMPORAL_METRICS_HOST: addresses.metricsHost,
    TEMPORAL_METRICS_PORT: String(addresses.metricsPort),
    TEMPORAL_WORKFLOW_BUNDLE: addresses.bundlePath ?? '',
    TEMPORAL_STICKY_TIMEOUT_MS: '1000',
    TEMPORAL_HEARTBEAT_THROTTLE_MS: '50',
    TEMPORAL_SHUTDOWN_GRACE_MS: '5000',
    TEMPORAL_SHUTDOWN_FORCE_MS: '10000',
    SUPABASE_URL: addresses.supabaseUrl,
    SUPABASE_KEY: addresses.supabaseKey,
    SUPABASE_TIMEOUT_MS: '1000',
    OUTSIDE_WORLD_URL: addresses.outsideWorldUrl,
    OUTSIDE_WORLD_TIMEOUT_MS: '1000',
  };
}

/**
 * A system that does all that Temporal allows, by correct workflows that each do one thing of it.
 *
 * @example
 * cd scenarios/legal && node ../../harness/cli/main.ts scenario legal-worker-kill
 */
export const config = defineConfig({
  workers: {
    command: ['node', join(workers, `worker${extension}`)],
    bundle: ['node', join(workers, `build-bundle${extension}`)],
    env,
    readyLimitMs: 20_000,
    drainLimitMs: 15_000,
  },
  dataConverter: join(workers, `data-converter${extension}`),
  taskQueue: 'legal-queue',
  namespace: 'default',
  canary: (n) => ({ workflowType: 'refused', workflowId: `canary-${n}`, args: [] }),
  subjects: { legal: { checkpoints: true, effects: true } },
  books: {
    checkpoints: {
      migrations: migrations.find((folder) => existsSync(folder)) ?? '',
      table: 'checkpoints',
      alsoWritten: [{ table: 'documents', key: 'workflow_id' }],
    },
  },
  scenarios,
  sabotages: {},
  versions: {
    'one-slot': { summary: 'Does one activity at a time.', env: { TEMPORAL_MAX_ACTIVITIES: '1' } },
  },
  explorations,
});
