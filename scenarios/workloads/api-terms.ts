/**
 * The terms of every ingestion that is started by the API in an experiment, which a request does not name: an API of this
 * configuration makes the workflow's input with them.
 */
export const apiTerms = {
  batchSize: 3,
  /** Far beyond any run, so that no review comes too late by a fault's delay. */
  reviewTimeoutMs: 600_000,
  /** Longer than an API is away, so that a review that is sent again meets a workflow that could count it again. */
  embargoMs: 5000,
} as const;
