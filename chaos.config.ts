import { existsSync } from 'node:fs';
import { extname, join } from 'node:path';
import {
  type ApiAddresses,
  type ClientAddresses,
  defineConfig,
  imageTag,
  type SystemVersion,
  type WorkerAddresses,
} from './harness/index.ts';
import { explorations } from './scenarios/explorations/index.ts';
import { scenarios } from './scenarios/index.ts';
import { sabotagesOf } from './scenarios/sabotages.ts';
import { apiTerms } from './scenarios/workloads/api-terms.ts';
import { testTimeouts } from './scenarios/workloads/test-timeouts.ts';
import { tlsEnv } from './scenarios/workloads/tls-env.ts';

const here = import.meta.dirname;
// The package ships compiled: then every program of the system is a .js file, and the migrations are one folder up.
const extension = extname(import.meta.filename);
const system = join(here, 'system-under-test');
const migrations = [join(system, 'supabase/migrations'), join(here, '../system-under-test/supabase/migrations')];

const bundler = ['node', join(system, `build-bundle${extension}`)] as const;

/** A later version of the system: its own worker and its own workflows. */
function laterVersion(name: string, summary: string): Record<string, SystemVersion> {
  const env = { TEMPORAL_WORKER_BUILD_ID: name };
  return { [name]: { summary, command: workerOf(name), bundle: [...bundler, name], env } };
}

function workerOf(version: string): readonly [string, ...string[]] {
  return ['node', join(system, 'versions', version, `worker${extension}`)];
}

/** What makes a version one whose executions stay on it, and which the client deploys. */
function pinned(buildId: string): Pick<SystemVersion, 'env' | 'deploy'> {
  const env = { TEMPORAL_WORKER_BUILD_ID: buildId, TEMPORAL_WORKER_VERSIONING: 'pinned' };
  return { env, deploy: ['deploy', buildId] };
}

/** The environment of a worker in an experiment: timeouts of seconds, so that a fault is over within seconds. */
function env(addresses: WorkerAddresses): Readonly<Record<string, string>> {
  return {
    TEMPORAL_HOST: addresses.temporalHost,
    TEMPORAL_PORT: String(addresses.temporalPort),
    TEMPORAL_NAMESPACE: addresses.namespace,
    TEMPORAL_TASK_QUEUE: addresses.taskQueue,
    TEMPORAL_METRICS_HOST: addresses.metricsHost,
    TEMPORAL_METRICS_PORT: String(addresses.metricsPort),
    TEMPORAL_WORKFLOW_BUNDLE: addresses.bundlePath ?? '',
    TEMPORAL_WORKER_BUILD_ID: 'v1',
    TEMPORAL_STICKY_TIMEOUT_MS: '1000',
    TEMPORAL_HEARTBEAT_THROTTLE_MS: '50',
    TEMPORAL_SHUTDOWN_GRACE_MS: '5000',
    TEMPORAL_SHUTDOWN_FORCE_MS: '10000',
    SUPABASE_URL: addresses.supabaseUrl,
    SUPABASE_KEY: addresses.supabaseKey,
    SUPABASE_TIMEOUT_MS: '1000',
    OUTSIDE_WORLD_URL: addresses.outsideWorldUrl,
    OUTSIDE_WORLD_TIMEOUT_MS: '1000',
    OCR_PAGE_MS: '150',
    LOG_COMPONENT: addresses.component,
    ...tlsEnv(addresses.tls),
  };
}

/** The timeouts and retries of the activities in an experiment. */
const timeoutsEnv = {
  EXTRACT_START_TO_CLOSE_MS: String(testTimeouts.extractStartToCloseMs),
  EXTRACT_HEARTBEAT_TIMEOUT_MS: String(testTimeouts.extractHeartbeatMs),
  ACTIVITY_START_TO_CLOSE_MS: String(testTimeouts.startToCloseMs),
  RETRY_INITIAL_MS: String(testTimeouts.retryInitialMs),
  RETRY_BACKOFF: String(testTimeouts.retryBackoff),
  RETRY_MAXIMUM_MS: String(testTimeouts.retryMaximumMs),
};

/** The environment of a client on a stack to look at: documents that take seconds, as in an experiment. */
function clientEnv(addresses: ClientAddresses): Readonly<Record<string, string>> {
  return {
    TEMPORAL_HOST: addresses.temporalHost,
    TEMPORAL_PORT: String(addresses.temporalPort),
    TEMPORAL_NAMESPACE: addresses.namespace,
    TEMPORAL_TASK_QUEUE: addresses.taskQueue,
    SUPABASE_URL: addresses.supabaseUrl,
    SUPABASE_KEY: addresses.supabaseKey,
    OUTSIDE_WORLD_URL: addresses.outsideWorldUrl,
    ...(addresses.api === undefined ? {} : { API_URL: addresses.api.url, API_TOKEN: addresses.api.token }),
    LOG_FILE: addresses.logFile,
    ...tlsEnv(addresses.tls),
    BATCH_SIZE: '3',
    EMBARGO_MS: '1000',
    ...timeoutsEnv,
  };
}

/** The environment of the REST API in an experiment: it gives Temporal up within a fault, so that its client asks again. */
function apiEnv(addresses: ApiAddresses): Readonly<Record<string, string>> {
  return {
    TEMPORAL_HOST: addresses.temporalHost,
    TEMPORAL_PORT: String(addresses.temporalPort),
    TEMPORAL_NAMESPACE: addresses.namespace,
    TEMPORAL_TASK_QUEUE: addresses.taskQueue,
    TEMPORAL_CALL_LIMIT_MS: '1500',
    TEMPORAL_WORKFLOW_TASK_TIMEOUT_MS: '2000',
    SUPABASE_URL: addresses.supabaseUrl,
    SUPABASE_KEY: addresses.supabaseKey,
    SUPABASE_TIMEOUT_MS: '1000',
    API_HOST: addresses.host,
    API_PORT: String(addresses.port),
    API_TOKEN: addresses.token,
    API_METRICS_HOST: addresses.metricsHost,
    API_METRICS_PORT: String(addresses.metricsPort),
    API_REQUESTS_PER_SECOND: '1000',
    ...tlsEnv(addresses.tls),
    BATCH_SIZE: String(apiTerms.batchSize),
    REVIEW_TIMEOUT_MS: String(apiTerms.reviewTimeoutMs),
    EMBARGO_MS: String(apiTerms.embargoMs),
    ...timeoutsEnv,
  };
}

/** All that the harness must know about the system it tests; write the same for yours. */
export const config = defineConfig({
  workers: {
    command: ['node', join(system, `worker${extension}`)],
    bundle: bundler,
    env,
    container: { image: imageTag('worker'), folder: '/app' },
    readyLimitMs: 20_000,
    drainLimitMs: 15_000,
  },
  client: { command: ['node', join(system, `client${extension}`)], env: clientEnv },
  api: {
    command: ['node', join(system, `api/main${extension}`)],
    env: apiEnv,
    readyPath: '/readyz',
    readyLimitMs: 20_000,
  },
  taskQueue: 'apex-ingestion-queue',
  namespace: 'default',
  canary: (n) => ({
    workflowType: 'greeting',
    workflowId: `canary-${n}`,
    args: [{ name: `canary ${n}`, durationMs: 0 }, testTimeouts],
  }),
  subjects: {
    documents: {
      checkpoints: true,
      effects: true,
      tables: [
        { table: 'documents', key: 'workflow_id', ignore: ['updated_at'] },
        // The book of checkpoints judges the work that each stands for; a table has the status that it tells, too.
        { table: 'checkpoints', key: 'workflow_id', ignore: ['id', 'activity_id', 'attempt', 'digest', 'created_at'] },
      ],
    },
    greetings: { checkpoints: false, effects: false },
  },
  books: {
    checkpoints: {
      migrations: migrations.find((folder) => existsSync(folder)) ?? join(system, 'supabase/migrations'),
      table: 'checkpoints',
    },
  },
  scenarios,
  sabotages: sabotagesOf({ folder: system, extension, bundler }),
  versions: {
    ...laterVersion('v2', 'Checks an approved document for duplicates before its embargo, behind `patched`.'),
    v1: { summary: 'The first version, to go back to.' },
    'v2-unguarded': {
      summary: 'The second version without `patched`: it cannot continue what the first one has approved.',
      command: workerOf('v2'),
      bundle: [...bundler, 'v2-unguarded'],
      env: { TEMPORAL_WORKER_BUILD_ID: 'v2-unguarded' },
    },
    'v1-pinned': { summary: 'The first version; its executions are pinned to it.', ...pinned('v1') },
    'v2-pinned': {
      summary: 'The second version without `patched`; it is given new executions only, which are pinned to it.',
      command: workerOf('v2'),
      bundle: [...bundler, 'v2-unguarded'],
      ...pinned('v2'),
    },
  },
  explorations: Object.fromEntries(
    Object.entries(explorations).map(([name, explored]) => [name, { ...explored, sources: system }]),
  ),
});
