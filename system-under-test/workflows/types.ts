/** How long activities may take and how they are retried; a workflow can't read the environment, so they are inputs. */
export type ActivityTimeouts = {
  /** Limit of one attempt to extract all pages of a document, in milliseconds. */
  readonly extractStartToCloseMs: number;
  /** How long an extraction may be silent, in milliseconds. */
  readonly extractHeartbeatMs: number;
  /** Limit of one attempt of every other activity, in milliseconds. */
  readonly startToCloseMs: number;
  readonly retryInitialMs: number;
  readonly retryBackoff: number;
  readonly retryMaximumMs: number;
};

/** The request of the client: one document to ingest. */
export type IngestDocumentInput = {
  readonly document: string;
  readonly pages: number;
  /** How many pages are embedded at once. */
  readonly batchSize: number;
  /** How long to wait for the review, in milliseconds. */
  readonly reviewTimeoutMs: number;
  /** How long an approved document is kept back, in milliseconds. */
  readonly embargoMs: number;
  /** The person to notify of the publication. */
  readonly requester: string;
};

/** How an ingestion that wasn't cancelled ends. */
export type IngestionOutcome = 'published' | 'rejected' | 'timed-out';

/** The result of an ingestion; it follows from the input and the review alone. */
export type IngestDocumentResult = {
  readonly document: string;
  readonly status: IngestionOutcome;
  readonly pages: number;
  readonly batches: number;
};

/** A boundary in the progress of an ingestion, written down as a checkpoint. */
export type Stage =
  | 'received'
  | 'extracted'
  | 'embedded'
  | 'approved'
  | 'published'
  | 'rejected'
  | 'timed-out'
  | 'cancelled';

/** The current step of a document, or its result. */
export type DocumentStatus =
  | 'received'
  | 'extracting'
  | 'embedding'
  | 'in-review'
  | 'embargoed'
  | 'published'
  | 'rejected'
  | 'timed-out'
  | 'cancelled';

/** A human's review of a document, sent by the signal `review`. */
export type Review = {
  readonly decision: 'approved' | 'rejected';
  readonly reviewer: string;
};

/** The name to greet, and how long that takes, in milliseconds. */
export type GreetingInput = {
  readonly name: string;
  readonly durationMs: number;
};

/** The registered names of the workflow types, so that no caller depends on a function's name. */
export const workflowTypes = { ingestDocument: 'ingestDocument', greeting: 'greeting' } as const;
