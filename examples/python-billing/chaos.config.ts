import { join } from 'node:path';
import { defineConfig, type Sabotage } from '../../harness/index.ts';
import { billing } from './jobs.ts';
import { scenarios } from './scenarios.ts';

const here = import.meta.dirname;

const python = process.env['BILLING_PYTHON'] ?? '.venv/bin/python';
const replayer = '../../replayers/python/replayer.py';

function planted(bug: string, summary: string): Sabotage {
  return { summary, command: [python, 'worker.py', '--bug', bug] };
}

const billed = (approve: boolean) => (workflowId: string) => billing(workflowId, { lines: 3, approve });

/** In a project of your own the first import is `from 'durable-chaos'`. */
export const config = defineConfig({
  workers: {
    command: [python, 'worker.py'],
    bundle: null,
    replayer: {
      command: [python, replayer, 'billing.workflows'],
      code: ['billing/workflows.py', 'billing/shared.py', 'billing/activities.py'],
    },
    env: ({ supabaseUrl, supabaseKey, services }) => ({
      SUPABASE_URL: supabaseUrl,
      SUPABASE_KEY: supabaseKey,
      PAYMENTS_URL: services['payments']?.url ?? '',
    }),
    readyLimitMs: 60_000,
    drainLimitMs: 15_000,
  },
  services: { payments: { http: { command: [python, 'payments.py'] } } },
  taskQueue: 'billing',
  namespace: 'default',
  canary: (n) => ({ workflowType: 'PingWorkflow', workflowId: `canary-${n}`, args: [] }),
  subjects: {
    billing: {
      checkpoints: false,
      effects: false,
      tables: ['charges', 'refunds', 'payouts'].map((table) => ({ table, key: 'account', ignore: ['id'] })),
    },
  },
  // The migrations make the tables; nothing reads checkpoints.
  books: { checkpoints: { migrations: join(here, 'migrations'), table: 'charges', activityType: 'charge_lines' } },
  scenarios,
  sabotages: {
    'no-idempotency-key': planted('no-idempotency-key', 'Asks the provider under a new key each time.'),
    'plain-insert': planted('plain-insert', 'Inserts a row that may be there already.'),
    'ignores-progress': planted('ignores-progress', 'Begins again with the first line after a crash.'),
  },
  explorations: {
    BillingWorkflow: {
      subject: 'billing',
      cases: { settled: billed(true), refunded: billed(false) },
      progress: (_type, details) => `line ${JSON.stringify(details)}`,
      sources: join(here, 'billing'),
    },
  },
});
