import type { ClientAction, Expectation, Job, Random } from '../../harness/index.ts';
import type { IngestDocumentInput } from '../../system-under-test/workflows/types.ts';
import { patientReviewMs, reviewAction } from './documents.ts';
import { inFull } from './expected-ingestion.ts';
import { ingestionExpectation } from './ingestion-expectation.ts';
import { testTimeouts } from './test-timeouts.ts';

/** How long a document waits for its review that is not cancelled, because there is no fault. */
const REVIEW_LIMIT_MS = 10_000;

/** Once its approval is written down, an embargo begins within this time; else it is cancelled right before it. */
const EMBARGO_BEGUN_MS = 500;

/**
 * A document that is cancelled while a fault is in force, with an activity in flight.
 *
 * @remarks The cancellation races with the extraction: it may find a few pages read, or on a slow machine some batches
 * embedded. The workflow must revoke each embedded batch. Without a fault nothing is cancelled, and the review times out.
 */
export function documentCancelledInFlight(
  random: Random,
  document: string,
  { fault, during }: { readonly fault: string; readonly during: 'extraction' | 'embedding' },
): Job {
  const input = inputOf(random, document, { reviewTimeoutMs: REVIEW_LIMIT_MS, embargoMs: 0 });
  const { pages, batchSize } = input;
  const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index + 1);
  return {
    ...jobOf(input),
    actions: [{ ...cancel, after: { kind: 'injected', id: fault } }],
    // The likeliest: a document that met none of them is compared with it.
    expect: inFull(during === 'extraction' ? cancelledAtPage(input, pages) : cancelledAtBatch(input, 1), testTimeouts),
    orExpect: [
      ingestionExpectation(input, 'cancelled'),
      ...upTo(pages).map((count) => cancelledAtPage(input, count)),
      ...upTo(Math.ceil(pages / batchSize) - 1).map((count) => cancelledAtBatch(input, count)),
      ingestionExpectation(input, 'timed-out'),
    ].map((expected) => inFull(expected, testTimeouts)),
  };
}

/** A document that is approved, and cancelled in its embargo, which lasts longer than any run. */
export function documentCancelledInEmbargo(random: Random, document: string): Job {
  const input = inputOf(random, document, { reviewTimeoutMs: patientReviewMs, embargoMs: patientReviewMs });
  // A review that comes early leaves no timer, so the embargo's can't be told by its number.
  const approved = { kind: 'checkpoint', stage: 'approved' } as const;
  const reviewer = `reviewer-${random.integer(1, 3)}`;
  return {
    ...jobOf(input),
    actions: [
      reviewAction({ decision: 'approved', reviewer }),
      { ...cancel, after: approved, delayMs: EMBARGO_BEGUN_MS },
    ],
    expect: inFull(embargoExpectation(input), testTimeouts),
  };
}

/** The required result of a document that is approved and cancelled in its embargo. */
export function embargoExpectation(input: IngestDocumentInput, which?: number): Expectation {
  const { checkpoints, ...whole } = ingestionExpectation(input, 'cancelled');
  const work = { kind: 'signal', name: 'review', ...(which === undefined ? {} : { which }) } as const;
  return { ...whole, checkpoints: checkpoints.toSpliced(-1, 0, { stage: 'approved', work }) };
}

const cancel: Omit<ClientAction, 'after'> = { kind: 'cancel', name: '', args: [] };

function inputOf(
  random: Random,
  document: string,
  limits: Pick<IngestDocumentInput, 'reviewTimeoutMs' | 'embargoMs'>,
): IngestDocumentInput {
  const requester = `requester-${random.integer(1, 9)}`;
  return { document, pages: random.integer(6, 8), batchSize: random.integer(2, 3), requester, ...limits };
}

function jobOf(input: IngestDocumentInput): Pick<Job, 'workflowType' | 'workflowId' | 'args'> {
  return { workflowType: 'ingestDocument', workflowId: input.document, args: [input, testTimeouts] };
}

/** As many pages are read, and nothing is left to revoke. */
function cancelledAtPage(input: IngestDocumentInput, pages: number): Expectation {
  const { effects, ...whole } = ingestionExpectation(input, 'cancelled');
  return {
    ...whole,
    checkpoints: [
      ...whole.checkpoints.filter(({ stage }) => stage === 'received'),
      { stage: 'cancelled', work: { kind: 'none' } },
    ],
    effects: effects.filter(({ subject }) => Number(subject['page'] ?? Number.POSITIVE_INFINITY) <= pages),
    activities: [],
    order: [],
  };
}

/** As many batches are embedded, and all of them revoked. */
function cancelledAtBatch(input: IngestDocumentInput, batches: number): Expectation {
  const { checkpoints, effects, activities = [], ...whole } = ingestionExpectation(input, 'cancelled');
  const isBegun = (named: unknown): boolean => ((named as { batch?: number } | undefined)?.batch ?? 0) <= batches;
  return {
    ...whole,
    checkpoints: checkpoints.filter(({ stage }) => stage !== 'embedded'),
    effects: effects.filter(({ subject }) => isBegun(subject)),
    activities: activities.filter((activity) => isBegun(activity.input?.[0])),
  };
}
