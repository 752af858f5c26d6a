import { z } from 'zod';
import type { ExploredWorkflow, Job, Json, RequestAttribution, ServiceRequest } from '../../harness/index.ts';
import type { IngestDocumentInput, Review } from '../../system-under-test/workflows/types.ts';
import { type Fate, ingestionExpectation } from '../workloads/ingestion-expectation.ts';
import { explorationEnv, explorationTimeouts } from './exploration-timeouts.ts';

// Far beyond any hold, so that no review comes too late.
const patientReviewMs = 600_000;
const impatientReviewMs = 300;
const embargoMs = 100;

/** A document's ingestion, in each of the four ways in which it can end. */
export const ingestDocument: ExploredWorkflow = {
  subject: 'documents',
  cases: {
    approved: (workflowId) => job(workflowId, 'approved'),
    rejected: (workflowId) => job(workflowId, 'rejected'),
    'timed-out': (workflowId) => job(workflowId, 'timed-out'),
    cancelled: (workflowId) => job(workflowId, 'cancelled'),
  },
  label,
  progress,
  attribute,
  env: explorationEnv,
};

/** The smallest document that has several pages and several batches: each point more costs time. */
function job(workflowId: string, fate: Fate): Job {
  const input: IngestDocumentInput = {
    document: workflowId,
    pages: 3,
    batchSize: 2,
    reviewTimeoutMs: fate === 'timed-out' ? impatientReviewMs : patientReviewMs,
    embargoMs,
    requester: 'requester-1',
  };
  return {
    workflowType: 'ingestDocument',
    workflowId,
    args: [input, explorationTimeouts],
    actions: actions(fate),
    expect: ingestionExpectation(input, fate),
  };
}

/** Due as soon as the event history says that the workflow waits for its review: the first timer is the review's limit. */
function actions(fate: Fate): Job['actions'] {
  const after = { kind: 'event', eventType: 'TIMER_STARTED', nth: 1 } as const;
  if (fate === 'timed-out') return [];
  if (fate === 'cancelled') return [{ kind: 'cancel', name: '', args: [], after }];
  const review: Review = { decision: fate, reviewer: 'reviewer-1' };
  return [{ kind: 'signal', name: 'review', args: [review], after }];
}

const batchSchema = z.object({ batch: z.int().positive() });
const stageSchema = z.object({ stage: z.string().min(1) });
const pagesSchema = z.object({ pagesDone: z.int() });

function label(activityType: string, args: readonly Json[]): string | null {
  if (activityType === 'saveCheckpoint') return stageSchema.safeParse(args[0]).data?.stage ?? null;
  const batch = batchSchema.safeParse(args[0]).data?.batch;
  return batch === undefined ? null : `batch ${batch}`;
}

function progress(activityType: string, details: Json): string | null {
  const pages = activityType === 'extractPages' ? pagesSchema.safeParse(details).data?.pagesDone : undefined;
  return pages === undefined ? null : `page ${pages}`;
}

/** Each request of an activity says who asks, to Supabase as to the outside world. */
function attribute({ headers }: ServiceRequest): RequestAttribution | null {
  const { 'x-workflow-id': workflowId, 'x-activity-id': activityId } = headers;
  return workflowId && activityId ? { workflowId, activityId } : null;
}
