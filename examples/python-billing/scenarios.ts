import { z } from 'zod';
import { defineScenario, type Moment, type PlannedFault, type Scenario } from '../../harness/index.ts';
import { billing } from './jobs.ts';

type Strike = Pick<Scenario, 'name' | 'hypothesis' | 'needs' | 'control'> &
  Pick<PlannedFault, 'fault' | 'target' | 'healAfterMs'> & { readonly at: Moment };

/** Accounts that are billed, every other one without an approval, and a fault. */
function billingUnder({ fault, target, at, healAfterMs, ...about }: Strike): Scenario {
  return defineScenario({
    ...about,
    subject: 'billing',
    params: z.strictObject({ accounts: z.int().min(1).max(20).default(4) }),
    plan: (_seed, { accounts }) => ({
      workers: 2,
      workload: Array.from({ length: accounts }, (_, index) =>
        billing(`account-${index + 1}`, { lines: 3, approve: index % 2 === 0 }),
      ),
      schedule: [{ id: fault, at, fault, params: {}, target, healAfterMs }],
      runTimeMs: 120_000,
    }),
  });
}

/** Kills the worker that has charged a line and kept its row, before its heartbeat says so. */
const billingWorkerKill = billingUnder({
  name: 'billing-worker-kill',
  hypothesis: 'A worker killed between the row of a charge and its heartbeat charges no line twice.',
  needs: ['kill', 'hold-calls'],
  control: { sabotage: 'no-idempotency-key', check: 'rows-as-expected' },
  fault: 'worker-kill',
  target: { role: 'holder' },
  at: { kind: 'call', side: 'request', method: 'RecordActivityTaskHeartbeat', nth: 2 },
  healAfterMs: 1000,
});

/** Stops the worker that is about to pay out. The payout is given away, and then the worker pays too. */
const billingWorkerPause = billingUnder({
  name: 'billing-worker-pause',
  hypothesis: 'A worker that stands still and goes on as a zombie pays nothing out twice.',
  needs: ['pause', 'hold-calls'],
  control: { sabotage: 'no-idempotency-key', check: 'rows-as-expected' },
  fault: 'worker-pause',
  target: { role: 'holder' },
  at: { kind: 'call', side: 'reply', method: 'PollActivityTaskQueue', nth: 1, activityType: 'settle' },
  healAfterMs: 6000,
});

/** Loses the answers of the provider while a worker charges lines. No row tells of a charge whose answer is lost. */
const billingLinkResetPeer = billingUnder({
  name: 'billing-link-reset-peer',
  hypothesis: 'A charge whose answer is lost is made, and made once.',
  needs: ['toxics', 'hold-calls'],
  control: { sabotage: 'no-idempotency-key', check: 'work-done-once' },
  fault: 'link-reset-peer',
  target: { role: 'holder', link: 'payments' },
  at: { kind: 'call', side: 'reply', method: 'PollActivityTaskQueue', nth: 1, activityType: 'charge_lines' },
  healAfterMs: 2000,
});

export const scenarios: readonly Scenario[] = [billingWorkerKill, billingWorkerPause, billingLinkResetPeer];
