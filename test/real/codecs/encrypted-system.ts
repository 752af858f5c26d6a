import { join } from 'node:path';
import { z } from 'zod';
import { type ChaosConfig, defineConfig, defineScenario, type PayloadSettings } from '../../../harness/index.ts';

const file = (name: string): string => join(import.meta.dirname, name);
const ids = ['order-1', 'order-2', 'order-3'];

/** Kills the worker whose heartbeat says, encrypted, that it has come to the second step. */
const workerKill = defineScenario({
  name: 'encrypted-worker-kill',
  hypothesis: 'Orders whose payloads are encrypted lose nothing when a worker dies.',
  subject: 'orders',
  needs: ['kill', 'hold-calls'],
  params: z.strictObject({}),
  plan: () => ({
    workers: 2,
    workload: ids.map((workflowId, index) => ({
      workflowType: 'order',
      workflowId,
      args: [`item ${index + 1}`],
      actions: [
        {
          kind: 'signal' as const,
          name: 'approve',
          args: ['a client'],
          after: { kind: 'event' as const, eventType: 'ACTIVITY_TASK_COMPLETED', nth: 1 },
        },
        { kind: 'query' as const, name: 'by', args: [], after: { kind: 'ended' as const }, answer: 'a client' },
      ],
      expect: 'as-without-fault' as const,
    })),
    schedule: [
      {
        id: 'kill',
        fault: 'worker-kill',
        params: {},
        target: { role: 'holder' as const },
        at: {
          kind: 'call' as const,
          side: 'reply' as const,
          method: 'RecordActivityTaskHeartbeat',
          nth: 1,
          activityType: 'charge',
          workflowId: 'order-1',
          progress: { path: 'step', atLeast: 2, atMost: 2 },
        },
        healAfterMs: 1000,
      },
    ],
    runTimeMs: 60_000,
  }),
});

/** A system that encrypts all of its payloads, with what its configuration says of them. */
export function encryptedSystem(settings: PayloadSettings, workerFlags: readonly string[] = []): ChaosConfig {
  return defineConfig({
    ...settings,
    workers: {
      command: ['node', file('worker.ts'), ...workerFlags],
      bundle: ['node', file('build-bundle.ts')],
      env: ({ bundlePath }) => ({ BUNDLE: bundlePath ?? '' }),
      readyLimitMs: 20_000,
      drainLimitMs: 15_000,
    },
    taskQueue: 'encrypted-queue',
    namespace: 'default',
    subjects: { orders: { checkpoints: false, effects: false } },
    books: {},
    scenarios: [workerKill],
    sabotages: {},
  });
}
