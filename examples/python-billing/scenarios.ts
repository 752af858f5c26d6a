import { z } from 'zod';
import { defineScenario } from '../../harness/index.ts';
import { billing } from './jobs.ts';

/** Kills the worker that has charged a line and kept its row, before its heartbeat says so. */
export const billingWorkerKill = defineScenario({
  name: 'billing-worker-kill',
  hypothesis: 'A worker killed between the row of a charge and its heartbeat charges no line twice.',
  subject: 'billing',
  needs: ['kill', 'hold-calls'],
  params: z.strictObject({ accounts: z.int().min(1).max(20).default(4) }),
  control: { sabotage: 'no-idempotency-key', check: 'rows-as-expected' },
  plan: (_seed, { accounts }) => ({
    workers: 2,
    workload: Array.from({ length: accounts }, (_, index) =>
      billing(`account-${index + 1}`, { lines: 3, approve: index % 2 === 0 }),
    ),
    schedule: [
      {
        id: 'kill',
        at: { kind: 'call', side: 'request', method: 'RecordActivityTaskHeartbeat', nth: 2 },
        fault: 'worker-kill',
        params: {},
        target: { role: 'holder' },
        healAfterMs: 1000,
      },
    ],
    checks: [
      'replays-deterministically',
      'rows-as-expected',
      'every-workflow-completes',
      'event-history-well-formed',
      'recovers-within-bound',
      'blast-radius-contained',
    ],
    runTimeMs: 120_000,
  }),
});
