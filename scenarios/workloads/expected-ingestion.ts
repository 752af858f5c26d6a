import type { Expectation, ExpectedActivityOptions } from '../../harness/index.ts';
import type { ActivityTimeouts, IngestDocumentInput } from '../../system-under-test/workflows/types.ts';
import { type Fate, ingestionExpectation } from './ingestion-expectation.ts';

/** The activities of an ingestion but the extraction; the last one is of its second version. */
const shortOnes = ['saveCheckpoint', 'embedPages', 'publish', 'notify', 'revokeEmbeddings', 'findDuplicate'] as const;

/** The status that a document has from each stage on. */
const statusFrom: Readonly<Record<string, string>> = {
  received: 'extracting',
  extracted: 'embedding',
  embedded: 'in-review',
  approved: 'embargoed',
};

/** The required result of an ingestion, with the timeouts and retries that its client asks for. */
export function expectedIngestion(input: IngestDocumentInput, fate: Fate, timeouts: ActivityTimeouts): Expectation {
  return inFull(ingestionExpectation(input, fate), timeouts);
}

/** An expectation of an ingestion, with the rows of its checkpoints, and with its timeouts and retries. */
export function inFull(expected: Expectation, timeouts: ActivityTimeouts): Expectation {
  return {
    ...expected,
    rows: [...(expected.rows ?? []), ...statusRows(expected)],
    activityOptions: optionsOf(timeouts),
  };
}

/** Each checkpoint tells the document's status from there on: the last stages are called like theirs. */
function statusRows({ checkpoints }: Expectation): NonNullable<Expectation['rows']> {
  return checkpoints.map(({ stage }) => {
    return { table: 'checkpoints', columns: { stage, status: statusFrom[stage] ?? stage } };
  });
}

function optionsOf(timeouts: ActivityTimeouts): NonNullable<Expectation['activityOptions']> {
  const short: ExpectedActivityOptions = {
    startToCloseMs: timeouts.startToCloseMs,
    heartbeatMs: 0,
    initialIntervalMs: timeouts.retryInitialMs,
    backoffCoefficient: timeouts.retryBackoff,
    maximumIntervalMs: timeouts.retryMaximumMs,
    // An outage delays a document and never fails it.
    maximumAttempts: 0,
    nonRetryableErrorTypes: ['IdempotencyConflict', 'EffectRefused', 'CheckpointConflict', 'InvalidInput'],
  };
  const extraction = {
    ...short,
    startToCloseMs: timeouts.extractStartToCloseMs,
    heartbeatMs: timeouts.extractHeartbeatMs,
  };
  return { ...Object.fromEntries(shortOnes.map((type) => [type, short])), extractPages: extraction };
}
