import type { Expectation } from '../../harness/index.ts';
import type { IngestDocumentInput, IngestDocumentResult } from '../../system-under-test/workflows/types.ts';

/** How a document's ingestion is meant to end. */
export type Fate = 'approved' | 'rejected' | 'timed-out' | 'cancelled';

type Effects = Expectation['effects'];

/** The required result of an ingestion, computed from its input and its fate alone. */
export function ingestionExpectation(input: IngestDocumentInput, fate: Fate): Expectation {
  const { document, pages, batchSize } = input;
  const batches = Math.ceil(pages / batchSize);
  return {
    ...endOf(input, fate),
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
    closed: 'every-activity',
  };
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
