import { z } from 'zod';
import { defineScenario, type Moment, type PlannedFault, type Scenario } from '../../harness/index.ts';
import { transfer } from './jobs.ts';

type Strike = Pick<Scenario, 'name' | 'hypothesis' | 'needs' | 'control'> &
  Pick<PlannedFault, 'fault' | 'target' | 'healAfterMs'> & { readonly at: Moment };

/** Transfers, every other one to a closed account, and a fault. */
function transfersUnder({ fault, target, at, healAfterMs, ...about }: Strike): Scenario {
  return defineScenario({
    ...about,
    subject: 'transfers',
    params: z.strictObject({ transfers: z.int().min(1).max(20).default(4) }),
    plan: (_seed, { transfers }) => ({
      workers: 2,
      workload: Array.from({ length: transfers }, (_, index) =>
        transfer(`transfer-${index + 1}`, { closed: index % 2 === 1 }),
      ),
      schedule: [{ id: fault, at, fault, params: {}, target, healAfterMs }],
      runTimeMs: 120_000,
    }),
  });
}

/** Kills the worker that has withdrawn and kept the row, before it says so to Temporal. */
const transferWorkerKill = transfersUnder({
  name: 'transfer-worker-kill',
  hypothesis: 'A worker killed between a withdrawal and its report withdraws nothing twice.',
  needs: ['kill', 'hold-calls'],
  control: { sabotage: 'no-idempotency-key', check: 'rows-as-expected' },
  fault: 'worker-kill',
  target: { role: 'holder' },
  at: { kind: 'call', side: 'request', method: 'RespondActivityTaskCompleted', nth: 1, activityType: 'Withdraw' },
  healAfterMs: 1000,
});

/** Stops the worker that is about to withdraw. The withdrawal is given away, and then the worker withdraws too. */
const transferWorkerPause = transfersUnder({
  name: 'transfer-worker-pause',
  hypothesis: 'A worker that stands still and goes on as a zombie withdraws nothing twice.',
  needs: ['pause', 'hold-calls'],
  control: { sabotage: 'no-idempotency-key', check: 'rows-as-expected' },
  fault: 'worker-pause',
  target: { role: 'holder' },
  at: { kind: 'call', side: 'reply', method: 'PollActivityTaskQueue', nth: 1, activityType: 'Withdraw' },
  healAfterMs: 6000,
});

/** Loses the answers about rows that a worker inserts while it withdraws. */
const transferLinkResetPeer = transfersUnder({
  name: 'transfer-link-reset-peer',
  hypothesis: 'A row whose answer is lost is kept, and kept once.',
  needs: ['toxics', 'hold-calls'],
  control: { sabotage: 'plain-insert', check: 'every-workflow-completes' },
  fault: 'link-reset-peer',
  target: { role: 'holder', link: 'supabase' },
  at: { kind: 'call', side: 'reply', method: 'PollActivityTaskQueue', nth: 1, activityType: 'Withdraw' },
  healAfterMs: 2000,
});

export const scenarios: readonly Scenario[] = [transferWorkerKill, transferWorkerPause, transferLinkResetPeer];
