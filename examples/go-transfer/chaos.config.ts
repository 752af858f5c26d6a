import { join } from 'node:path';
import { defineConfig, type Sabotage } from '../../harness/index.ts';
import { transfer } from './jobs.ts';
import { scenarios } from './scenarios.ts';

const here = import.meta.dirname;

function planted(bug: string, summary: string): Sabotage {
  return { summary, command: [join(here, 'bin/worker'), '-bug', bug] };
}

/** In a project of your own the import above is from 'durable-chaos'. */
export const config = defineConfig({
  workers: {
    command: [join(here, 'bin/worker')],
    bundle: null,
    replayer: { command: [join(here, 'bin/replayer')], code: ['transfer/*.go', 'go.sum'] },
    env: ({ supabaseUrl, supabaseKey, services }) => ({
      SUPABASE_URL: supabaseUrl,
      SUPABASE_KEY: supabaseKey,
      PAYMENTS_URL: services['payments']?.url ?? '',
    }),
    readyLimitMs: 60_000,
    drainLimitMs: 15_000,
  },
  services: { payments: { http: { command: [join(here, 'bin/payments')] } } },
  taskQueue: 'transfer',
  namespace: 'default',
  canary: (n) => ({ workflowType: 'Ping', workflowId: `canary-${n}`, args: [] }),
  subjects: {
    transfers: {
      checkpoints: false,
      effects: false,
      tables: [
        { table: 'moves', key: 'reference', ignore: ['id'] },
        { table: 'notices', key: 'reference' },
      ],
    },
  },
  // The migrations make the tables; nothing reads checkpoints.
  books: { checkpoints: { migrations: join(here, 'migrations'), table: 'moves', activityType: 'Withdraw' } },
  scenarios,
  sabotages: {
    'no-idempotency-key': planted('no-idempotency-key', 'Asks the provider under a new key each time.'),
    'plain-insert': planted('plain-insert', 'Inserts a row that may be there already.'),
  },
  explorations: {
    MoneyTransfer: {
      subject: 'transfers',
      cases: {
        done: (reference) => transfer(reference, { closed: false }),
        refunded: (reference) => transfer(reference, { closed: true }),
      },
      sources: join(here, 'transfer'),
    },
  },
});
