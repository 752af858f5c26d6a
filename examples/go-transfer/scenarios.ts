import { z } from 'zod';
import { defineScenario } from '../../harness/index.ts';
import { transfer } from './jobs.ts';

/** Kills the worker that has withdrawn and kept the row, before it says so to Temporal. */
export const transferWorkerKill = defineScenario({
  name: 'transfer-worker-kill',
  hypothesis: 'A worker killed between a withdrawal and its report withdraws nothing twice.',
  subject: 'transfers',
  needs: ['kill', 'hold-calls'],
  params: z.strictObject({ transfers: z.int().min(1).max(20).default(4) }),
  control: { sabotage: 'no-idempotency-key', check: 'rows-as-expected' },
  plan: (_seed, { transfers }) => ({
    workers: 2,
    workload: Array.from({ length: transfers }, (_, index) =>
      transfer(`transfer-${index + 1}`, { closed: index % 2 === 1 }),
    ),
    schedule: [
      {
        id: 'kill',
        at: { kind: 'call', side: 'request', method: 'RespondActivityTaskCompleted', nth: 1, activityType: 'Withdraw' },
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
