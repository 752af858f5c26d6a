import { z } from 'zod';
import { defineScenario, type Moment, type PlannedFault, type Scenario } from '../../harness/index.ts';
import { fates, trip } from './jobs.ts';

type Strike = Pick<Scenario, 'name' | 'hypothesis' | 'needs' | 'control'> &
  Pick<PlannedFault, 'fault' | 'target' | 'healAfterMs'> & { readonly at: Moment };

/** Trips of every fate in turn, the first one booked and the second cancelled, and a fault. */
function tripsUnder({ fault, target, at, healAfterMs, ...about }: Strike): Scenario {
  return defineScenario({
    ...about,
    subject: 'trips',
    params: z.strictObject({ trips: z.int().min(3).max(30).default(6) }),
    plan: (_seed, { trips }) => ({
      workers: 2,
      workload: Array.from({ length: trips }, (_, index) =>
        trip(`trip-${index + 1}`, fates[index % fates.length] ?? 'booked'),
      ),
      schedule: [{ id: fault, at, fault, params: {}, target, healAfterMs }],
      runTimeMs: 120_000,
    }),
  });
}

/** Kills the worker that has booked a hotel and kept the row, before it says so to Temporal. */
const sagaWorkerKill = tripsUnder({
  name: 'saga-worker-kill',
  hypothesis: 'A worker killed between a booking and its report books nothing twice.',
  needs: ['kill', 'hold-calls'],
  control: { sabotage: 'key-of-attempt', check: 'rows-as-expected' },
  fault: 'worker-kill',
  target: { role: 'holder' },
  at: {
    kind: 'call',
    side: 'request',
    method: 'RespondActivityTaskCompleted',
    nth: 1,
    activityType: 'bookHotel',
    workflowId: 'trip-1',
  },
  healAfterMs: 1000,
});

/** Stops the worker that is about to get a charge. The charge is given away, and then the worker charges too. */
const sagaWorkerPause = tripsUnder({
  name: 'saga-worker-pause',
  hypothesis: 'A worker that stands still and goes on as a zombie charges no card twice.',
  needs: ['pause', 'hold-calls'],
  control: { sabotage: 'key-of-attempt', check: 'rows-as-expected' },
  fault: 'worker-pause',
  target: { role: 'holder' },
  at: {
    kind: 'call',
    side: 'reply',
    method: 'PollActivityTaskQueue',
    nth: 1,
    activityType: 'chargeCard',
    workflowId: 'trip-1',
  },
  healAfterMs: 6000,
});

/** Loses the answers of the providers while a worker cancels a hotel. */
const sagaLinkResetPeer = tripsUnder({
  name: 'saga-link-reset-peer',
  hypothesis: 'A compensation whose answer is lost is made, and made once.',
  needs: ['toxics', 'hold-calls'],
  control: { sabotage: 'skips-retried-undo', check: 'rows-as-expected' },
  fault: 'link-reset-peer',
  target: { role: 'holder', link: 'providers' },
  at: {
    kind: 'call',
    side: 'reply',
    method: 'PollActivityTaskQueue',
    nth: 1,
    activityType: 'cancelHotel',
    workflowId: 'trip-2',
  },
  healAfterMs: 2000,
});

export const scenarios: readonly Scenario[] = [sagaWorkerKill, sagaWorkerPause, sagaLinkResetPeer];
