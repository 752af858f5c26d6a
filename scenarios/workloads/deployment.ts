import type { Job, Moment, Random } from '../../harness/index.ts';
import { type DocumentsOptions, documents } from './documents.ts';

/** The later documents start from here on: by then the first one is in its embargo. */
const LATER_MS = 4000;
const LATER_SPAN_MS = 14_000;
/** How many documents begin once a version is deployed. */
export const NEW = 4;

/** The load of a deployment. */
export interface DeploymentLoad {
  readonly documents: number;
  /** How long the first document is kept back, in milliseconds. */
  readonly embargoMs: number;
  /** How long a reviewer of the later documents takes, in milliseconds. */
  readonly reviewMs: number;
}

/** When documents are started and reviewed. */
export interface DeploymentCourse {
  /** The id of a fault: the first document is reviewed once it is healed. */
  readonly firstReviewAfter?: string;
  /** The id of a fault: the later documents are reviewed once it is healed. */
  readonly laterReviewsAfter?: string;
  /** From the start of the first of the later documents to that of the last, in milliseconds. */
  readonly laterSpanMs?: number;
}

/**
 * Documents to deploy a version under: the first one starts before anything is replaced. The others follow one by one,
 * so that work is in hand at each replacement.
 */
export function deploymentDocuments(random: Random, load: DeploymentLoad, course: DeploymentCourse): Job[] {
  const { documents: count, embargoMs, reviewMs } = load;
  const everyMs = Math.round((course.laterSpanMs ?? LATER_SPAN_MS) / (count - 1));
  const later = { documents: count - 1, from: 2, pages: [7, 9], startMs: LATER_MS, everyMs, reviewMs } as const;
  return [
    ...documents(random, { documents: 1, pages: [2, 2], embargoMs, ...reviewAfter(course.firstReviewAfter) }),
    ...documents(random, { ...later, ...reviewAfter(course.laterReviewsAfter) }),
  ];
}

function reviewAfter(faultId: string | undefined): Pick<DocumentsOptions, 'reviewAfterFault'> {
  return faultId === undefined ? {} : { reviewAfterFault: faultId };
}

/** How long a deployment of so many replacements, one after the other, may take: more if each of its steps takes longer. */
export function deploymentTimeMs(
  { embargoMs, reviewMs, drainMs }: DeploymentLoad & { readonly drainMs: number },
  replacements: number,
): number {
  return Math.max(90_000, 55_000 + embargoMs + reviewMs + replacements * drainMs);
}

/** Documents that begin once a fault is healed: by then its version is deployed. */
export function documentsAfter(fault: string, random: Random, from: number): Job[] {
  return documents(random, { documents: NEW, from }).map((job) => ({ ...job, startAfterFault: fault }));
}

/** The job, with the version of the system that must complete its workflow tasks, or the last of them. */
export function onVersion(job: Job, version: NonNullable<Job['expect']['version']>): Job {
  return { ...job, expect: { ...job.expect, version } };
}

/** A worker reports a page in the middle of one of the later documents, which alone have so many. */
export function midExtraction(component: string): Moment {
  return {
    kind: 'call',
    side: 'reply',
    method: 'RecordActivityTaskHeartbeat',
    nth: 1,
    activityType: 'extractPages',
    component,
    progress: { path: 'pagesDone', atLeast: 3, atMost: 6 },
  };
}
