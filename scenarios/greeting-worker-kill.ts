import { z } from 'zod';
import { defineScenario, seededRandom } from '../harness/index.ts';
import { greetings } from './workloads/greetings.ts';

/** Kills a worker that has sent a greeting, before Temporal hears of it. */
export const greetingWorkerKill = defineScenario({
  name: 'greeting-worker-kill',
  hypothesis: 'A greeting whose worker dies before it could report is still given.',
  subject: 'greetings',
  needs: ['kill', 'hold-calls'],
  params: z.strictObject({
    greetings: z.int().min(1).max(200).default(20),
    workers: z.int().min(1).max(8).default(2),
    replacementAfterMs: z.int().min(100).max(30_000).default(2000),
  }),
  control: { sabotage: 'greeting-without-retry', check: 'every-workflow-completes' },
  plan: (seed, params) => {
    const random = seededRandom(seed);
    const workload = greetings(random, { greetings: params.greetings });
    return {
      workers: params.workers,
      workload: [...workload],
      schedule: [
        {
          id: 'kill',
          at: {
            kind: 'call',
            side: 'request',
            method: 'RespondActivityTaskCompleted',
            nth: 1,
            activityType: 'greet',
            workflowId: random.pick(workload).workflowId,
          },
          fault: 'worker-kill',
          params: {},
          target: { role: 'holder' },
          healAfterMs: params.replacementAfterMs,
        },
      ],
      checks: [
        'fault-landed',
        'every-workflow-completes',
        'event-history-well-formed',
        'replays-deterministically',
        'recovers-within-bound',
        'steady-state-returns',
        'blast-radius-contained',
      ],
      runTimeMs: 43_000 + params.replacementAfterMs,
    };
  },
});
