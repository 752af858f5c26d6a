import {
  ApplicationFailure,
  CancellationScope,
  defineQuery,
  defineSignal,
  proxyActivities,
  setHandler,
} from '@temporalio/workflow';
import type { Json } from '../activities/canonical-json.ts';
import type { Activities } from '../activities/create-activities.ts';
import type { EmbeddedBatch } from '../activities/embed-pages.ts';
import type { ExtractedPages } from '../activities/extract-pages.ts';
import { activityOptions, extractionOptions } from './activity-options.ts';
import type { ActivityTimeouts, DocumentStatus, IngestDocumentInput, Review, Stage } from './types.ts';

/** The signal by which a human decides on a document. */
export const reviewSignal = defineSignal<[Review]>('review');
/** The query that says what is being done with a document. */
export const statusQuery = defineQuery<DocumentStatus>('status');

/** One ingestion under way: its input, its activities and how far it is. */
export interface Ingestion {
  readonly input: IngestDocumentInput;
  readonly timeouts: ActivityTimeouts;
  readonly activities: Omit<Activities, 'extractPages'>;
  /** The extraction, which has different options. */
  readonly extraction: Pick<Activities, 'extractPages'>;
  status: DocumentStatus;
  /** The first valid review; later ones change nothing. */
  review: Review | undefined;
  extracted: ExtractedPages | undefined;
  readonly embedded: EmbeddedBatch[];
  /** Batches whose embedding was begun, in order: those that a compensation must revoke. */
  readonly begun: number[];
  /** Whether it is to be cancelled: then no activity can be begun, but where no cancellation reaches. */
  isCancelled(): boolean;
}

const statusAfter: Record<Stage, DocumentStatus> = {
  received: 'extracting',
  extracted: 'embedding',
  embedded: 'in-review',
  approved: 'embargoed',
  published: 'published',
  rejected: 'rejected',
  'timed-out': 'timed-out',
  cancelled: 'cancelled',
};

/**
 * Begins an ingestion: sets its handlers and the options of its activities.
 *
 * @throws ApplicationFailure of type `InvalidInput`, not retryable, where the input makes no sense.
 */
export function beginIngestion(input: IngestDocumentInput, timeouts: ActivityTimeouts): Ingestion {
  refuseBadInput(input, timeouts);
  const run: Ingestion = {
    input,
    timeouts,
    activities: proxyActivities<Activities>(activityOptions(timeouts)),
    extraction: proxyActivities<Activities>(extractionOptions(timeouts)),
    status: 'received',
    review: undefined,
    extracted: undefined,
    embedded: [],
    begun: [],
    isCancelled: () => CancellationScope.current().consideredCancelled,
  };
  setHandler(statusQuery, () => run.status);
  setHandler(reviewSignal, (review) => {
    if (isReview(review)) run.review ??= review;
  });
  return run;
}

/** Writes the checkpoint of a stage that is over, with the work it stands for. */
export async function checkpoint(run: Ingestion, stage: Stage, work: readonly Json[]): Promise<void> {
  const status = statusAfter[stage];
  await run.activities.saveCheckpoint({ stage, work, status });
  run.status = status;
}

function isReview(value: Review | undefined): value is Review {
  return value?.decision === 'approved' || value?.decision === 'rejected';
}

function refuseBadInput(input: IngestDocumentInput, timeouts: ActivityTimeouts | undefined): void {
  if (timeouts === undefined) throw badInput('the activity timeouts as second argument');
  if (!(input.pages >= 1)) throw badInput('at least one page');
  if (!(input.batchSize >= 1)) throw badInput('a batch size of at least one page');
  if (!(input.reviewTimeoutMs > 0)) throw badInput('a review timeout above 0 ms');
  if (!(input.embargoMs >= 0)) throw badInput('an embargo of 0 ms or more');
}

function badInput(what: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(`Expected ${what}. Start the workflow again with it.`, 'InvalidInput');
}
