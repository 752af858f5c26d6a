import { join } from 'node:path';
import {
  type ChaosConfig,
  defineConfig,
  defineScenario,
  type Job,
  type WorkerAddresses,
  z,
} from '../../../harness/index.ts';
import { withOutsideAsService } from '../services/outside-as-service.ts';

const program = (file: string, ...args: readonly string[]) =>
  ['node', join(import.meta.dirname, file), ...args] as const;

/** The environment of a worker of either program, beside Temporal's standard variables. */
const env = ({ bundlePath, services }: WorkerAddresses): Readonly<Record<string, string>> => ({
  BUNDLE: bundlePath ?? '',
  LEDGER_URL: services['ledger']?.url ?? '',
});

function job(workflowId: string): Job {
  const effects = [{ kind: 'charge', subject: { order: workflowId } }];
  const result = `receipt of charge of ${workflowId.slice(-1)}`;
  return {
    workflowType: 'order',
    workflowId,
    args: [workflowId.slice(-1)],
    actions: [],
    expect: { end: 'completed', result, checkpoints: [], effects, progress: [] },
  };
}

/** Kills the worker that has just got a charge, in the fleet that charges: until it is replaced, no one can take it. */
const chargerKill = defineScenario({
  name: 'charger-kill',
  hypothesis: 'A worker killed at the start of an activity of another fleet loses no charge and repeats none.',
  subject: 'orders',
  needs: ['kill', 'hold-calls', 'fleets'],
  params: z.strictObject({ chargers: z.int().positive().default(1) }),
  plan: (_seed, { chargers }) => ({
    workers: 1,
    fleets: { payments: chargers },
    workload: [1, 2, 3, 4, 5, 6].map((number) => ({ ...job(`order-${number}`), startAfterMs: 100 * number })),
    schedule: [
      {
        id: 'kill',
        at: { kind: 'call', side: 'reply', method: 'PollActivityTaskQueue', activityType: 'charge', nth: 3 },
        fault: 'worker-kill',
        params: {},
        target: { role: 'holder', fleet: 'payments' },
        healAfterMs: 4000,
      },
    ],
    runTimeMs: 45_000,
  }),
});

/** A system of two programs: orders on one task queue, charges and receipts on another. */
export function fleetsConfig(ledger: string): ChaosConfig {
  const config = defineConfig({
    workers: {
      command: program('worker-main.ts', 'orders', 'reserve'),
      bundle: program('build-bundle-main.ts', 'order'),
      env,
      readyLimitMs: 20_000,
      drainLimitMs: 15_000,
    },
    fleets: {
      payments: {
        command: program('worker-main.ts', 'payments', 'charge'),
        bundle: program('build-bundle-main.ts', 'payment'),
        taskQueue: 'payments',
        env,
      },
    },
    taskQueue: 'orders',
    namespace: 'default',
    subjects: { orders: { checkpoints: false, effects: true } },
    books: {},
    scenarios: [chargerKill],
    sabotages: {
      keyless: {
        summary: 'Charges without a key.',
        command: program('worker-main.ts', 'payments', 'charge', 'keyless'),
        fleet: 'payments',
      },
    },
    explorations: {
      order: {
        subject: 'orders',
        cases: { paid: job },
        progress: (_type, details) => (typeof details === 'string' ? details : null),
      },
    },
  });
  return withOutsideAsService(config, ledger);
}
