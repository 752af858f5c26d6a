import type { Job, Random } from '../../harness/index.ts';
import type { IngestDocumentInput, Review } from '../../system-under-test/workflows/types.ts';
import { expectedIngestion } from './expected-ingestion.ts';
import type { Fate } from './ingestion-expectation.ts';
import { testTimeouts } from './test-timeouts.ts';

/** How the review of a document ends. */
export type ReviewFate = Exclude<Fate, 'cancelled'>;

/**
 * How many documents, of how many pages each (at least the first and at most the second number), and started how far
 * apart.
 */
export interface DocumentsOptions {
  readonly documents: number;
  readonly pages?: readonly [number, number];
  /** The number in the name of the first; left out, 1. */
  readonly from?: number;
  /** When the first is started, in milliseconds; left out, at once. */
  readonly startMs?: number;
  /** Milliseconds from one start to the next; left out, all start at once. */
  readonly everyMs?: number;
  /** How long a reviewer takes to decide, in milliseconds; left out, no time at all. */
  readonly reviewMs?: number;
  /** The id of a fault: no reviewer decides before it is healed. */
  readonly reviewAfterFault?: string;
  /** How long an approved document is kept back, in milliseconds; left out, half a second. */
  readonly embargoMs?: number;
}

const weighted: readonly ReviewFate[] = ['approved', 'approved', 'rejected', 'timed-out'];

/** Far beyond any run, so that no review comes too late by a fault's delay. */
export const patientReviewMs = 600_000;
const impatientReviewMs = 1500;
const embargoMs = 500;

/**
 * Documents to ingest: about half of them approved, a quarter rejected, a quarter left without a review.
 *
 * @remarks With three documents or more, each of the three fates occurs for every seed.
 */
export function documents(random: Random, options: DocumentsOptions): readonly Job[] {
  const digits = Math.max(2, String(options.documents).length);
  return fates(random, options.documents).map((fate, index) => {
    const document = `document-${String(index + (options.from ?? 1)).padStart(digits, '0')}`;
    const made = documentOf(random, { ...options, document, fate });
    const { startMs, everyMs } = options;
    if (startMs === undefined && everyMs === undefined) return made;
    return { ...made, startAfterMs: (startMs ?? 0) + index * (everyMs ?? 0) };
  });
}

/** A document by its name and its fate, and otherwise like those of {@link documents}. */
export function documentOf(
  random: Random,
  options: Pick<DocumentsOptions, 'pages' | 'embargoMs'> &
    ReviewTime & {
      readonly document: string;
      readonly fate: ReviewFate;
    },
): Job {
  const { document, fate, pages: [low, high] = [4, 8] } = options;
  const input: IngestDocumentInput = {
    document,
    pages: random.integer(low, high),
    batchSize: random.integer(2, 3),
    reviewTimeoutMs: fate === 'timed-out' ? impatientReviewMs : patientReviewMs,
    embargoMs: options.embargoMs ?? embargoMs,
    requester: `requester-${random.integer(1, 9)}`,
  };
  return job(input, fate, { ...options, reviewer: `reviewer-${random.integer(1, 3)}` });
}

/** A fate for each document, every one of the three as soon as there are three documents, in a seeded order. */
function fates(random: Random, count: number): readonly ReviewFate[] {
  const first: readonly ReviewFate[] = ['approved', 'rejected', 'timed-out'];
  const list = Array.from({ length: count }, (_, index) => first[index] ?? random.pick(weighted));
  for (let last = list.length - 1; last > 0; last -= 1) {
    const other = random.integer(0, last);
    [list[last], list[other]] = [list[other] ?? 'approved', list[last] ?? 'approved'];
  }
  return list;
}

type ReviewTime = Pick<DocumentsOptions, 'reviewMs' | 'reviewAfterFault'>;

interface Reviewer extends ReviewTime {
  readonly reviewer: string;
}

function job(input: IngestDocumentInput, fate: ReviewFate, by: Reviewer): Job {
  const args: Job['args'] = [input, testTimeouts];
  return {
    workflowType: 'ingestDocument',
    workflowId: input.document,
    args,
    actions: fate === 'timed-out' ? [] : [reviewAction({ decision: fate, reviewer: by.reviewer }, by)],
    expect: expectedIngestion(input, fate, testTimeouts),
  };
}

/** The signal of a reviewer, once a document waits for it. */
export function reviewAction(review: Review, { reviewMs, reviewAfterFault }: ReviewTime = {}): Job['actions'][number] {
  return {
    kind: 'signal',
    name: 'review',
    args: [review],
    after: { kind: 'checkpoint', stage: 'embedded' },
    ...(reviewAfterFault === undefined ? {} : { afterFault: reviewAfterFault }),
    ...(reviewMs === undefined ? {} : { delayMs: reviewMs }),
  };
}
