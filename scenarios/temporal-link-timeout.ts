import { z } from 'zod';
import { checkNames, defineScenario, seededRandom } from '../harness/index.ts';
import { documents } from './workloads/documents.ts';
import { extractingMoment } from './workloads/extracting-moment.ts';

/** A black hole between a working worker and Temporal: it goes on acting, unheard, while its work is given away. */
export const temporalLinkTimeout = defineScenario({
  name: 'temporal-link-timeout',
  hypothesis: 'A worker that Temporal no longer hears loses no work and repeats none.',
  subject: 'documents',
  needs: ['toxics', 'hold-calls'],
  params: z.strictObject({
    documents: z.int().min(3).max(200).default(20),
    workers: z.int().min(2).max(8).default(2),
    faultMs: z.int().min(2500).max(60_000).default(6000),
  }),
  control: { sabotage: 'progress-ignored', check: 'progress-resumed' },
  plan: (seed, params) => {
    const random = seededRandom(seed);
    const workload = documents(random, { documents: params.documents });
    return {
      workers: params.workers,
      workload: [...workload],
      schedule: [
        {
          id: 'black-hole',
          at: extractingMoment(random, workload),
          fault: 'link-timeout',
          params: {},
          target: { role: 'holder', link: 'temporal' },
          healAfterMs: params.faultMs,
        },
      ],
      checks: [...checkNames],
      runTimeMs: 54_000 + params.faultMs,
    };
  },
});
