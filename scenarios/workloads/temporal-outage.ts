import { z } from 'zod';
import { checkNames, type PlanBody, seededRandom } from '../../harness/index.ts';
import { documents } from './documents.ts';
import { extractingMoment } from './extracting-moment.ts';

/** Long enough for reviews to fall due while the outage lasts, which no document gets ready for review in. */
const REVIEW_MS = 1000;

type Names = 'documents' | 'workers' | 'startEveryMs' | 'outageMs';

/**
 * The schema of the parameters of a scenario in which Temporal is away, in milliseconds where they are times, with the
 * outage that there is unless another is asked for.
 */
export function temporalOutageParams(
  outageMs: number,
): z.ZodObject<Record<Names, z.ZodDefault<z.ZodInt>>, z.core.$strict> {
  return z.strictObject({
    documents: z.int().min(10).max(200).default(20),
    workers: z.int().min(1).max(8).default(2),
    startEveryMs: z.int().min(50).max(2000).default(450),
    outageMs: z.int().min(500).max(10_000).default(outageMs),
  });
}

/** The parameters of a scenario in which Temporal is away. */
export type TemporalOutageParams = Readonly<Record<Names, number>>;

/** The fault that takes Temporal away, and its target. */
export interface TemporalOutage {
  readonly seed: number;
  readonly params: TemporalOutageParams;
  readonly fault: { readonly name: string; readonly component: string };
}

/**
 * Documents that are ingested while others are being started, with Temporal away in their midst: starts and signals
 * come before, during and after the outage.
 */
export function temporalOutage({ seed, params, fault }: TemporalOutage): PlanBody {
  const random = seededRandom(seed);
  const spread = { everyMs: params.startEveryMs, reviewMs: REVIEW_MS };
  const workload = documents(random, { documents: params.documents, ...spread });
  // Neither one of the first nor of the last: some documents have been reviewed by then, others not yet started.
  const inTheMidst = workload.slice(Math.floor(workload.length * 0.35), Math.ceil(workload.length * 0.5));
  return {
    workers: params.workers,
    workload: [...workload],
    schedule: [
      {
        id: 'kill',
        at: extractingMoment(random, inTheMidst),
        fault: fault.name,
        params: {},
        target: { role: 'component', name: fault.component },
        healAfterMs: params.outageMs,
      },
    ],
    // Whether the server gives work up before its holder is heard again is a race: there may be no progress to resume.
    checks: checkNames.filter((name) => name !== 'progress-resumed'),
    runTimeMs: 60_000 + params.documents * params.startEveryMs,
  };
}
