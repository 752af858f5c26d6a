import { type ApiRequest, checkNames, type Job, type Random } from '../../harness/index.ts';
import type { IngestDocumentInput, Review } from '../../system-under-test/workflows/types.ts';
import { apiTerms } from './api-terms.ts';
import { expectedIngestion } from './expected-ingestion.ts';
import type { Fate } from './ingestion-expectation.ts';
import { testTimeouts } from './test-timeouts.ts';

/** How many documents, and how far apart they are started, in milliseconds. */
export interface RequestedDocumentsOptions {
  readonly documents: number;
  readonly everyMs: number;
}

/**
 * The checks of a scenario that strikes the API.
 *
 * @remarks The API holds no task of Temporal's. So no unit of work has to recover, and no extraction has to be resumed.
 */
export const checksOfApi: string[] = checkNames.filter(
  (name) => name !== 'progress-resumed' && name !== 'recovers-within-bound',
);

type RequestedFate = Exclude<Fate, 'timed-out'>;

const fates: readonly RequestedFate[] = ['approved', 'rejected', 'cancelled'];
const weighted: readonly RequestedFate[] = ['approved', 'approved', 'approved', 'rejected', 'cancelled'];

/**
 * Documents whose clients ask the API: about half of them approved, the others rejected or cancelled.
 *
 * @remarks Each request has a separate key, by which it is known when it comes again. With three documents or more,
 * each of the three fates occurs.
 */
export function requestedDocuments(random: Random, options: RequestedDocumentsOptions): readonly Job[] {
  const digits = Math.max(2, String(options.documents).length);
  return Array.from({ length: options.documents }, (_, index) => {
    const document = `document-${String(index + 1).padStart(digits, '0')}`;
    const pages = random.integer(3, 6);
    const requester = `requester-${random.integer(1, 9)}`;
    const fate = fates[index] ?? random.pick(weighted);
    const made = job({ document, pages, requester, ...apiTerms }, fate, `reviewer-${random.integer(1, 3)}`);
    return { ...made, startAfterMs: index * options.everyMs };
  });
}

/** The documents of a workload that are approved: after their review they go on for the time of the embargo. */
export function approved(workload: readonly Job[]): readonly Job[] {
  return workload.filter(({ expect }) => expect.checkpoints.some(({ stage }) => stage === 'approved'));
}

function job(input: IngestDocumentInput, fate: RequestedFate, reviewer: string): Job {
  const { document, pages, requester } = input;
  return {
    workflowType: 'ingestDocument',
    workflowId: document,
    // What the API is to make of the request.
    args: [input, testTimeouts],
    request: keyed('POST', '/documents', { key: `${document}-start`, body: { document, pages, requester } }),
    actions: [fate === 'cancelled' ? cancelAction(document) : reviewAction(document, { decision: fate, reviewer })],
    expect: expectedIngestion(input, fate, testTimeouts),
  };
}

const after = { kind: 'checkpoint', stage: 'embedded' } as const;

function reviewAction(document: string, review: Review): Job['actions'][number] {
  const request = keyed('POST', `/documents/${document}/review`, { key: `${document}-review`, body: review });
  return { kind: 'signal', name: 'review', args: [review], after, request };
}

function cancelAction(document: string): Job['actions'][number] {
  const request: ApiRequest = { method: 'DELETE', path: `/documents/${document}`, headers: {} };
  return { kind: 'cancel', name: '', args: [], after, request };
}

function keyed(
  method: ApiRequest['method'],
  path: string,
  { key, body }: { readonly key: string; readonly body: NonNullable<ApiRequest['body']> },
): ApiRequest {
  return { method, path, headers: { 'Idempotency-Key': key }, body };
}
