import type { Job, Moment, Random } from '../../harness/index.ts';
import { documents } from './documents.ts';

/** The later documents start from here on: by then the first one is in its embargo. */
const LATER_MS = 4000;
const LATER_SPAN_MS = 14_000;
/** How many documents begin once the last version is deployed. */
const NEW = 4;

/** The load of a deployment. */
export interface DeploymentLoad {
  readonly documents: number;
  /** How long the first document is kept back, in milliseconds. */
  readonly embargoMs: number;
  /** How long a reviewer of the later documents takes, in milliseconds. */
  readonly reviewMs: number;
}

/**
 * Documents to deploy a version under: the first is approved before anything is replaced and stays in its embargo. The
 * others follow one by one, so that work is in hand at each replacement, and are reviewed late.
 */
export function deploymentDocuments(random: Random, { documents: count, embargoMs, reviewMs }: DeploymentLoad): Job[] {
  const first = documents(random, { documents: 1, pages: [2, 2], embargoMs });
  const everyMs = Math.round(LATER_SPAN_MS / (count - 1));
  const later = { documents: count - 1, from: 2, pages: [7, 9], startMs: LATER_MS, everyMs, reviewMs } as const;
  return [...first, ...documents(random, later)];
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
