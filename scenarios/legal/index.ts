import { z } from 'zod';
import {
  checkNames,
  defineScenario,
  type PlannedFault,
  type Scenario,
  seededRandom,
  type WrittenJob,
} from '../../harness/index.ts';
import { legalJob } from './legal-jobs.ts';
import { chargingMoment, legalWorkload } from './workload.ts';

const left = 'as-without-fault';

/**
 * The workload, of which only ends are given.
 *
 * @remarks The saga has other results after a crash, so it can't be as without one.
 */
function comparedWorkload(without: readonly string[]): readonly WrittenJob[] {
  return legalWorkload([...without, 'saga']).map(({ expect: { end, failure }, ...job }) => {
    const compared = { result: left, checkpoints: left, effects: left, activities: left, rows: left } as const;
    return { ...job, expect: { end, ...(failure === undefined ? {} : { failure }), ...compared } };
  });
}

/** None of these workflows leaves progress to a later attempt. */
const checks = checkNames.filter((name) => name !== 'progress-resumed');

/** A fault of the worker that holds a charge, while every other workflow is under way. */
interface WorkerFault extends Pick<Scenario, 'name' | 'hypothesis'>, Pick<PlannedFault, 'fault' | 'healAfterMs'> {
  readonly needs: Scenario['needs'];
  readonly checks?: readonly string[];
  /** Workflow types that are not legal under this fault. */
  readonly without?: readonly string[];
}

function workerFault({ name, hypothesis, needs, without = [], ...planned }: WorkerFault): Scenario {
  return defineScenario({
    name,
    hypothesis,
    needs,
    subject: 'legal',
    params: z.strictObject({
      workers: z.int().min(2).max(8).default(2),
      /** Gives no more than ends: each workflow is compared with runs without a fault. */
      expect: z.literal('as-without-fault').optional(),
    }),
    control: { sabotage: 'fault-noop', check: 'fault-landed' },
    plan: (seed, { workers, expect }) => {
      const { fault, healAfterMs } = planned;
      const at = chargingMoment(seededRandom(seed));
      const strike = { id: 'strike', at, fault, params: {}, target: { role: 'holder' }, healAfterMs } as const;
      return {
        workers,
        workload: expect === undefined ? [...legalWorkload(without)] : comparedWorkload(without),
        schedule: [strike],
        checks: [...(planned.checks ?? checks)],
        runTimeMs: 60_000 + healAfterMs,
      };
    },
  });
}

const workerKill = workerFault({
  name: 'legal-worker-kill',
  hypothesis: 'Workflows that do all that Temporal allows lose nothing when a worker dies, and repeat nothing.',
  needs: ['kill', 'hold-calls'],
  fault: 'worker-kill',
  healAfterMs: 2000,
});

const workerPause = workerFault({
  name: 'legal-worker-pause',
  hypothesis: 'Workflows that do all that Temporal allows lose nothing to a worker that stands still and comes back.',
  needs: ['pause', 'hold-calls'],
  fault: 'worker-pause',
  healAfterMs: 6000,
  // A worker that comes back may book what its saga has taken back meanwhile. That is an error of the saga.
  without: ['saga'],
});

const workerStop = workerFault({
  name: 'legal-worker-stop',
  hypothesis: 'Workflows that do all that Temporal allows lose nothing when a worker is stopped, and it ends with 143.',
  needs: ['kill', 'hold-calls'],
  fault: 'worker-stop',
  checks: [...checks, 'stops-gracefully'],
  healAfterMs: 4000,
});

/** Kills a worker that does one activity at a time, while five others wait for its slot. */
const oneSlot = defineScenario({
  name: 'legal-one-slot',
  hypothesis: 'Work that waits for a free slot after a crash is not late.',
  subject: 'legal',
  needs: ['kill', 'hold-calls'],
  params: z.strictObject({ orders: z.int().min(1).max(20).default(3) }),
  control: { sabotage: 'fault-noop', check: 'fault-landed' },
  plan: (_seed, { orders }) => ({
    workers: 1,
    version: 'one-slot',
    workload: Array.from({ length: orders }, (_, index) => legalJob('manyAtOnce', `legal-slot-${index + 1}`)),
    schedule: [
      {
        id: 'strike',
        at: {
          kind: 'call',
          side: 'request',
          method: 'RespondActivityTaskCompleted',
          nth: 1,
          activityType: 'wait',
          workflowId: 'legal-slot-1',
        },
        fault: 'worker-kill',
        params: {},
        target: { role: 'holder' },
        healAfterMs: 2000,
      },
    ],
    // These orders write no checkpoint.
    checks: checks.filter((name) => name !== 'checkpoints-match-history'),
    runTimeMs: 80_000,
  }),
});

/** The scenarios of this subject. */
export const scenarios: readonly Scenario[] = [workerKill, workerPause, workerStop, oneSlot];
