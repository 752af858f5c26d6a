import { z } from 'zod';
import type {
  ClientAction,
  ExploredWorkflow,
  Job,
  Json,
  RequestAttribution,
  ServiceRequest,
} from '../../harness/index.ts';
import type { IngestDocumentInput, Review } from '../../system-under-test/workflows/types.ts';
import { embargoExpectation } from '../workloads/cancelled-documents.ts';
import { expectedIngestion, inFull } from '../workloads/expected-ingestion.ts';
import type { Fate } from '../workloads/ingestion-expectation.ts';
import { explorationEnv, explorationTimeouts } from './exploration-timeouts.ts';

// Far beyond any hold, so that no review comes too late.
const patientReviewMs = 600_000;
const impatientReviewMs = 300;
const embargoMs = 100;

/** A document's ingestion, in each way in which it can end. */
export const ingestDocument: ExploredWorkflow = {
  subject: 'documents',
  cases: {
    approved: (workflowId) => job(workflowId, 'approved'),
    rejected: (workflowId) => job(workflowId, 'rejected'),
    'timed-out': (workflowId) => job(workflowId, 'timed-out'),
    cancelled: (workflowId) => job(workflowId, 'cancelled'),
    'cancelled-in-embargo': (workflowId) => jobInEmbargo(workflowId),
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
    expect: expectedIngestion(input, fate, explorationTimeouts),
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

/**
 * A document that gets a review that is none, its review, the other decision, its review once more, a cancellation in its
 * embargo, and a review once it has ended. Each comes when the workflow has dealt with the one before.
 *
 * @remarks One page in one batch: the points before the review are those of the other cases.
 */
function jobInEmbargo(workflowId: string): Job {
  const limits = { reviewTimeoutMs: patientReviewMs, embargoMs: patientReviewMs };
  const input: IngestDocumentInput = {
    document: workflowId,
    pages: 1,
    batchSize: 1,
    requester: 'requester-1',
    ...limits,
  };
  const review = (decision: string, after: Wait): ClientAction => {
    return { kind: 'signal', name: 'review', args: [{ decision, reviewer: 'reviewer-1' }], after };
  };
  return {
    workflowType: 'ingestDocument',
    workflowId,
    args: [input, explorationTimeouts],
    actions: [
      review('perhaps', { kind: 'event', eventType: 'TIMER_STARTED', nth: 1 }),
      review('approved', afterTask(7)),
      review('rejected', { kind: 'event', eventType: 'TIMER_STARTED', nth: 2 }),
      review('approved', afterTask(10)),
      { kind: 'cancel', name: '', args: [], after: afterTask(11) },
      review('approved', { kind: 'ended' }),
    ],
    expect: inFull(embargoExpectation(input, 2), explorationTimeouts),
  };
}

/** Once the workflow has dealt with a signal, though no command came of it. */
function afterTask(nth: number): Wait {
  return { kind: 'event', eventType: 'WORKFLOW_TASK_COMPLETED', nth };
}

type Wait = ClientAction['after'];

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
