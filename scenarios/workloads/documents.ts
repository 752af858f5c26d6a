import type { Expectation, Job, Random } from '../../harness/index.ts';
import type { IngestDocumentInput, IngestDocumentResult, Review } from '../../system-under-test/workflows/types.ts';
import { testTimeouts } from './test-timeouts.ts';

/** How a document's ingestion is meant to end. */
export type Fate = 'approved' | 'rejected' | 'timed-out';

/** How many documents, of how many pages each (at least the first and at most the second number), and started how far apart. */
export interface DocumentsOptions {
  readonly documents: number;
  readonly pages?: readonly [number, number];
  /** Milliseconds from one start to the next; left out, all start at once. */
  readonly everyMs?: number;
  /** How long a reviewer takes to decide, in milliseconds; left out, no time at all. */
  readonly reviewMs?: number;
}

type Effects = Expectation['effects'];

const weighted: readonly Fate[] = ['approved', 'approved', 'rejected', 'timed-out'];

// Far beyond any run, so that no review comes too late by a fault's delay.
const patientReviewMs = 600_000;
const impatientReviewMs = 1500;
const embargoMs = 500;

/**
 * Documents to ingest: about half of them approved, a quarter rejected, a quarter left without a review.
 *
 * @remarks From three documents on each of the three fates occurs, whatever the seed.
 */
export function documents(random: Random, options: DocumentsOptions): readonly Job[] {
  const [low, high] = options.pages ?? [4, 8];
  const digits = Math.max(2, String(options.documents).length);
  return fates(random, options.documents).map((fate, index) => {
    const document = `document-${String(index + 1).padStart(digits, '0')}`;
    const input: IngestDocumentInput = {
      document,
      pages: random.integer(low, high),
      batchSize: random.integer(2, 3),
      reviewTimeoutMs: fate === 'timed-out' ? impatientReviewMs : patientReviewMs,
      embargoMs,
      requester: `requester-${random.integer(1, 9)}`,
    };
    const made = job(input, fate, { reviewer: `reviewer-${random.integer(1, 3)}`, reviewMs: options.reviewMs });
    return options.everyMs === undefined ? made : { ...made, startAfterMs: index * options.everyMs };
  });
}

/** A fate for each document, every one of the three as soon as there are three documents, in a seeded order. */
function fates(random: Random, count: number): readonly Fate[] {
  const first: readonly Fate[] = ['approved', 'rejected', 'timed-out'];
  const list = Array.from({ length: count }, (_, index) => first[index] ?? random.pick(weighted));
  for (let last = list.length - 1; last > 0; last -= 1) {
    const other = random.integer(0, last);
    [list[last], list[other]] = [list[other] ?? 'approved', list[last] ?? 'approved'];
  }
  return list;
}

interface Reviewer {
  readonly reviewer: string;
  readonly reviewMs: number | undefined;
}

function job(input: IngestDocumentInput, fate: Fate, { reviewer, reviewMs }: Reviewer): Job {
  const args: Job['args'] = [input, testTimeouts];
  return {
    workflowType: 'ingestDocument',
    workflowId: input.document,
    args,
    actions: fate === 'timed-out' ? [] : [reviewAction({ decision: fate, reviewer }, reviewMs)],
    expect: expectation(input, fate),
  };
}

function reviewAction(review: Review, delayMs?: number): Job['actions'][number] {
  const after = { kind: 'checkpoint', stage: 'embedded' } as const;
  return { kind: 'signal', name: 'review', args: [review], after, ...(delayMs === undefined ? {} : { delayMs }) };
}

function expectation(input: IngestDocumentInput, fate: Fate): Expectation {
  const { document, pages, batchSize } = input;
  const batches = Math.ceil(pages / batchSize);
  const status = fate === 'approved' ? 'published' : fate;
  return {
    end: 'completed',
    result: { document, status, pages, batches } satisfies IngestDocumentResult,
    checkpoints: [
      { stage: 'received', work: { kind: 'input' } },
      { stage: 'extracted', work: { kind: 'activity', type: 'extractPages' } },
      { stage: 'embedded', work: { kind: 'activity', type: 'embedPages' } },
      ...lastCheckpoints(fate),
    ],
    effects: [
      ...numbered('ocr', document, { field: 'page', count: pages }),
      ...numbered('embedding', document, { field: 'batch', count: batches }),
      ...lastEffects(document, batches, fate),
    ],
    progress: [{ activityType: 'extractPages', details: 'pagesDone', effect: 'ocr', field: 'page' }],
  };
}

function lastCheckpoints(fate: Fate): Expectation['checkpoints'] {
  if (fate !== 'approved') return [{ stage: fate, work: { kind: 'activity', type: 'revokeEmbeddings' } }];
  return [
    { stage: 'approved', work: { kind: 'signal', name: 'review' } },
    { stage: 'published', work: { kind: 'activity', type: 'publish' } },
  ];
}

function lastEffects(document: string, batches: number, fate: Fate): Effects {
  if (fate !== 'approved') return numbered('embedding-revoked', document, { field: 'batch', count: batches });
  return [
    { kind: 'publication', subject: { document } },
    { kind: 'notification', subject: { document } },
  ];
}

function numbered(kind: string, document: string, { field, count }: { field: string; count: number }): Effects {
  return Array.from({ length: count }, (_, index) => ({ kind, subject: { document, [field]: index + 1 } }));
}
