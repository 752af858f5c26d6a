import { join } from 'node:path';
import { defineConfig } from '../../harness/index.ts';
import { trip } from './jobs.ts';
import { scenarios } from './scenarios.ts';

const here = import.meta.dirname;

/** In a project of your own the first import is `from 'durable-chaos'`. */
export const config = defineConfig({
  workers: {
    command: ['node', 'worker.ts'],
    bundle: ['node', 'build-bundle.ts'],
    env: ({ supabaseUrl, supabaseKey, services, bundlePath }) => ({
      SUPABASE_URL: supabaseUrl,
      SUPABASE_KEY: supabaseKey,
      PROVIDERS_URL: services['providers']?.url ?? '',
      WORKFLOW_BUNDLE: bundlePath ?? '',
    }),
    readyLimitMs: 60_000,
    drainLimitMs: 15_000,
  },
  services: { providers: { http: { command: ['node', 'providers.ts'] } } },
  taskQueue: 'saga',
  namespace: 'default',
  canary: (n) => ({ workflowType: 'ping', workflowId: `canary-${n}`, args: [] }),
  subjects: {
    trips: {
      checkpoints: false,
      effects: false,
      tables: ['bookings', 'reversals'].map((table) => ({ table, key: 'trip', ignore: ['id'] })),
    },
  },
  books: { migrations: join(here, 'migrations') },
  scenarios,
  sabotages: {
    'key-of-attempt': {
      summary: 'Asks the providers under a new key in each attempt.',
      env: { SAGA_BUG: 'key-of-attempt' },
    },
    'skips-retried-undo': {
      summary: 'Takes a compensation for done if an attempt of it failed.',
      env: { SAGA_BUG: 'skips-retried-undo' },
    },
  },
  explorations: {
    bookTrip: {
      subject: 'trips',
      cases: {
        booked: (workflowId) => trip(workflowId, 'booked'),
        cancelled: (workflowId) => trip(workflowId, 'cancelled'),
        refused: (workflowId) => trip(workflowId, 'refused'),
      },
      sources: join(here, 'saga'),
    },
  },
});
