import { type Expectation, receiptOf } from '../../harness/index.ts';
import type { IngestDocumentInput, IngestDocumentResult } from '../../system-under-test/workflows/types.ts';

/** How a document's ingestion is meant to end. */
export type Fate = 'approved' | 'rejected' | 'timed-out' | 'cancelled';

type Effects = Expectation['effects'];
type Activities = NonNullable<Expectation['activities']>;

/** The required result of an ingestion, computed from its input and its fate alone. */
export function ingestionExpectation(input: IngestDocumentInput, fate: Fate): Expectation {
  return {
    ...endOf(input, fate),
    checkpoints: [
      { stage: 'received', work: { kind: 'input' } },
      { stage: 'extracted', work: { kind: 'activity', type: 'extractPages' } },
      { stage: 'embedded', work: { kind: 'activity', type: 'embedPages' } },
      ...lastCheckpoints(fate),
    ],
    effects: effectsOf(input, fate),
    activities: activitiesOf(input, fate),
    rows: [{ table: 'documents', columns: { status: fate === 'approved' ? 'published' : fate } }],
    progress: [{ activityType: 'extractPages', details: 'pagesDone', effect: 'ocr', field: 'page' }],
    closed: 'every-activity',
    order: orderOf(fate),
    timers: timersOf(input, fate),
  };
}

/**
 * A publication is made before its requester hears of it. No batch is embedded once it is revoked, and the last one is
 * revoked first.
 */
function orderOf(fate: Fate): NonNullable<Expectation['order']> {
  if (fate === 'approved') return [{ earlier: 'publication', later: 'notification', matching: ['document'] }];
  const revoked = 'embedding-revoked';
  return [
    { earlier: 'embedding', later: revoked, matching: ['document', 'batch'] },
    { earlier: revoked, later: revoked, matching: ['document'], descending: 'batch' },
  ];
}

/** The timers that run to their end: the embargo of an approved document, or the limit of a review. */
function timersOf({ embargoMs, reviewTimeoutMs }: IngestDocumentInput, fate: Fate): NonNullable<Expectation['timers']> {
  if (fate === 'timed-out') return [{ name: 'review', atLeastMs: reviewTimeoutMs, atMostMs: reviewTimeoutMs }];
  return fate === 'approved' && embargoMs > 0 ? [{ name: 'embargo', atLeastMs: embargoMs, atMostMs: embargoMs }] : [];
}

function endOf(
  { document, pages, batchSize }: IngestDocumentInput,
  fate: Fate,
): Pick<Expectation, 'end'> & { readonly result?: IngestDocumentResult } {
  if (fate === 'cancelled') return { end: 'canceled' };
  const status = fate === 'approved' ? 'published' : fate;
  return { end: 'completed', result: { document, status, pages, batches: Math.ceil(pages / batchSize) } };
}

function lastCheckpoints(fate: Fate): Expectation['checkpoints'] {
  if (fate !== 'approved') return [{ stage: fate, work: { kind: 'activity', type: 'revokeEmbeddings' } }];
  return [
    { stage: 'approved', work: { kind: 'signal', name: 'review' } },
    { stage: 'published', work: { kind: 'activity', type: 'publish' } },
  ];
}

function effectsOf(input: IngestDocumentInput, fate: Fate): Effects {
  const { document, requester } = input;
  const subject = { document };
  const batches = batchesOf(input);
  const read = pagesOf(input).map((page) => ({ kind: 'ocr', subject: page, payload: { language: 'en' } }));
  const embedded = batches.map(({ batch, pageReceipts }) => {
    return { kind: 'embedding', subject: { document, batch }, payload: { pageReceipts } };
  });
  if (fate !== 'approved') {
    const revoked = batches.map(({ batch }) => {
      return { kind: 'embedding-revoked', subject: { document, batch }, payload: {} };
    });
    return [...read, ...embedded, ...revoked];
  }
  const batchReceipts = batches.map(({ receipt }) => receipt);
  return [
    ...read,
    ...embedded,
    { kind: 'publication', subject, payload: { batchReceipts } },
    { kind: 'notification', subject, payload: { requester } },
  ];
}

/**
 * The values that follow from the input. The result of an embedding is left out, because a later version of the system may
 * add to it; its receipt is an input of the publication.
 */
function activitiesOf(input: IngestDocumentInput, fate: Fate): Activities {
  const { document, pages } = input;
  const batches = batchesOf(input);
  return [
    { type: 'extractPages', input: [{ document, pages }], result: { document, receipts: receiptsOf(input) } },
    ...batches.map(({ batch, pageReceipts }) => {
      return { type: 'embedPages', input: [{ document, batch, pageReceipts }] };
    }),
    ...(fate === 'approved'
      ? publicationOf(input, batches)
      : batches.toReversed().map((one) => revocationOf(document, one))),
  ];
}

function publicationOf({ document, requester }: IngestDocumentInput, batches: readonly Batch[]): Activities {
  const batchReceipts = batches.map(({ receipt }) => receipt);
  const resultOf = (kind: string) => ({ document, receipt: receiptOf({ kind, subject: { document } }) });
  return [
    { type: 'publish', input: [{ document, batchReceipts }], result: resultOf('publication') },
    { type: 'notify', input: [{ document, requester }], result: resultOf('notification') },
  ];
}

function revocationOf(document: string, { batch }: Batch): Activities[number] {
  const receipt = receiptOf({ kind: 'embedding-revoked', subject: { document, batch } });
  return { type: 'revokeEmbeddings', input: [{ document, batch }], result: { batch, receipt } };
}

function pagesOf({ document, pages }: IngestDocumentInput): readonly { document: string; page: number }[] {
  return Array.from({ length: pages }, (_, index) => ({ document, page: index + 1 }));
}

function receiptsOf(input: IngestDocumentInput): string[] {
  return pagesOf(input).map((subject) => receiptOf({ kind: 'ocr', subject }));
}

/** The batches that a document is embedded in, with the receipts that the outside world gives. */
function batchesOf(input: IngestDocumentInput): readonly Batch[] {
  const { document, pages, batchSize } = input;
  const receipts = receiptsOf(input);
  return Array.from({ length: Math.ceil(pages / batchSize) }, (_, index) => {
    const batch = index + 1;
    const pageReceipts = receipts.slice(index * batchSize, batch * batchSize);
    return { batch, pageReceipts, receipt: receiptOf({ kind: 'embedding', subject: { document, batch } }) };
  });
}

interface Batch {
  readonly batch: number;
  readonly pageReceipts: string[];
  readonly receipt: string;
}
