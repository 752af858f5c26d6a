import { z } from 'zod';
import { checkNames, defineScenario, type Job, type Random, seededRandom } from '../harness/index.ts';
import { dispatchMoment } from './workloads/activity-moments.ts';
import { documentOf, documents, type ReviewFate } from './workloads/documents.ts';
import { inTurn } from './workloads/in-turn.ts';

/** Answers lost to resets, a black hole, a refused connection: each strikes one of the requests below. */
const linkFaults = ['link-reset-peer', 'link-timeout', 'link-cut'] as const;

/** The requests that end an ingestion, each with the fate of a document that makes it. */
const lastRequests: readonly { readonly activityType: string; readonly fate: ReviewFate }[] = [
  { activityType: 'publish', fate: 'approved' },
  { activityType: 'revokeEmbeddings', fate: 'rejected' },
  { activityType: 'notify', fate: 'approved' },
];

/**
 * Strikes the link to the outside world while a worker has a publication, a revocation and a notification in hand, one after
 * the other. The seed decides which of them loses its answer, which its request, and which is refused.
 */
export const outsideLinkFailing = defineScenario({
  name: 'outside-link-failing',
  hypothesis: 'A publication, a revocation or a notification whose link fails is made, and made once.',
  subject: 'documents',
  needs: ['toxics', 'hold-calls'],
  params: z.strictObject({
    documents: z.int().min(3).max(200).default(20),
    workers: z.int().min(1).max(8).default(2),
    faultMs: z.int().min(1500).max(30_000).default(2000),
  }),
  control: { sabotage: 'effects-without-key', check: 'side-effects-once' },
  plan: (seed, params) => {
    const random = seededRandom(seed);
    const faults = shuffled(random, linkFaults);
    const strikes = lastRequests.map(({ activityType, fate }, index) => {
      const document = `document-${activityType.toLowerCase()}`;
      return { activityType, job: documentOf(random, { document, fate }), fault: faults[index] ?? linkFaults[0] };
    });
    return {
      workers: params.workers,
      workload: [
        ...strikes.map(({ job }, index) => startedAfter(strikes[index - 1], job)),
        // Later than the faults: a request of theirs that fails would be no sign of the fault of another's.
        ...documents(random, { documents: params.documents }).map((job) => startedAfter(strikes.at(-1), job)),
      ],
      schedule: inTurn(
        strikes.map(({ activityType, job, fault }) => ({
          id: activityType,
          at: dispatchMoment({ workflowId: job.workflowId, activityType }),
          fault,
          params: {},
          target: { role: 'holder', link: 'outside' },
          healAfterMs: params.faultMs,
        })),
      ),
      // No extraction is interrupted here, so nothing could be proved of resumed progress.
      checks: checkNames.filter((name) => name !== 'progress-resumed'),
      runTimeMs: 60_000 + 3 * params.faultMs,
    };
  },
});

function startedAfter(strike: { readonly activityType: string } | undefined, job: Job): Job {
  return strike === undefined ? job : { ...job, startAfterFault: strike.activityType };
}

function shuffled<T>(random: Random, items: readonly T[]): readonly T[] {
  const left = [...items];
  return items.flatMap(() => left.splice(random.integer(0, left.length - 1), 1));
}
