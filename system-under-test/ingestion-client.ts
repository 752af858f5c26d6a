import {
  Client,
  Connection,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  type WorkflowStartOptions,
} from '@temporalio/client';
import { activityTimeouts, type ClientConfig } from './config.ts';
import { deploy } from './deploy.ts';
import { RefusedError } from './refused-error.ts';
import { isInRollout } from './rollout.ts';
import { adviceOn, temporalConnection } from './tls/temporal-connection.ts';
import type { ingestDocument } from './workflows/ingest-document.ts';
import { type DocumentStatus, type IngestDocumentInput, type Review, workflowTypes } from './workflows/types.ts';

/** The document to ingest; all else comes from the configuration. */
export type DocumentRequest = Pick<IngestDocumentInput, 'document' | 'pages' | 'requester'>;

/** The operations of a client of the ingestion. */
export interface IngestionClient extends AsyncDisposable {
  /** Starts the ingestion of a document; the workflow's id is the document's name. */
  start(request: DocumentRequest): Promise<string>;
  review(document: string, review: Review): Promise<void>;
  cancel(document: string): Promise<void>;
  status(document: string): Promise<DocumentStatus>;
  /**
   * Makes a build the current one, or gives it a share of the new executions, in percent.
   *
   * @throws RefusedError if no worker of that build has ever polled.
   */
  deploy(buildId: string, share?: number): Promise<void>;
}

/**
 * Connects a client.
 *
 * @remarks Every call has a limit: without one, a call into a black hole stays open for minutes.
 * @throws RefusedError from `start` if the system is switched off, the document isn't in its share, or was started;
 * from the others if it was not started, or has ended.
 */
export async function connectIngestionClient(config: ClientConfig): Promise<IngestionClient> {
  const to = temporalConnection(config);
  const connection = await Connection.connect({ ...to, connectTimeout: config.TEMPORAL_CALL_LIMIT_MS }).catch(
    (cause: unknown) => {
      throw new Error(`Expected Temporal at ${to.address} to answer, but it did not. ${adviceOn(config)}`, { cause });
    },
  );
  const { workflow } = new Client({ connection, namespace: config.TEMPORAL_NAMESPACE });
  const limited = <T>(call: () => Promise<T>): Promise<T> =>
    connection.withDeadline(Date.now() + config.TEMPORAL_CALL_LIMIT_MS, call);
  return {
    async start(request) {
      refuseUnlessServed(request.document, config);
      const handle = await limited(() =>
        workflow.start<typeof ingestDocument>(workflowTypes.ingestDocument, startOptions(request, config)),
      ).catch((error: unknown) => {
        throw error instanceof WorkflowExecutionAlreadyStartedError ? alreadyStarted(request.document, error) : error;
      });
      return handle.workflowId;
    },
    review: (document, review) =>
      known(
        document,
        limited(() => workflow.getHandle(document).signal('review', review)),
      ),
    cancel: async (document) => {
      await known(
        document,
        limited(() => workflow.getHandle(document).cancel()),
      );
    },
    status: (document) =>
      known(
        document,
        limited(() => workflow.getHandle(document).query<DocumentStatus>('status')),
      ),
    deploy: (buildId, share) => limited(() => deploy(connection, config, { buildId, share })),
    [Symbol.asyncDispose]: () => connection.close(),
  };
}

/** @throws RefusedError if the system is switched off or the document isn't in its share. */
export function refuseUnlessServed(document: string, config: ClientConfig): void {
  if (!config.TEMPORAL_ENABLED) {
    throw new RefusedError(`Expected to ingest "${document}", but TEMPORAL_ENABLED is off. Switch it on to start it.`);
  }
  if (!isInRollout(document, config.TEMPORAL_ROLLOUT)) {
    const share = `${config.TEMPORAL_ROLLOUT} % of TEMPORAL_ROLLOUT`;
    throw new RefusedError(`Expected to ingest "${document}", but it is not among the ${share}. Raise the share.`);
  }
}

/** How the ingestion of a document is started. */
export function startOptions(
  { document, pages, requester }: DocumentRequest,
  config: ClientConfig,
): WorkflowStartOptions<typeof ingestDocument> {
  const input: IngestDocumentInput = {
    document,
    pages,
    batchSize: config.BATCH_SIZE,
    reviewTimeoutMs: config.REVIEW_TIMEOUT_MS,
    embargoMs: config.EMBARGO_MS,
    requester,
  };
  return {
    workflowId: document,
    taskQueue: config.TEMPORAL_TASK_QUEUE,
    workflowTaskTimeout: config.TEMPORAL_WORKFLOW_TASK_TIMEOUT_MS,
    // A document is ingested once; a second start is a mistake, not a wish.
    workflowIdReusePolicy: 'REJECT_DUPLICATE',
    args: [input, activityTimeouts(config)],
  };
}

/** @throws RefusedError if the document's ingestion isn't there to be asked */
async function known<T>(document: string, call: Promise<T>): Promise<T> {
  return await call.catch((error: unknown) => {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
    const ended = /already completed/.test(error.message);
    const but = ended ? 'it has ended. Ask for its status.' : 'none was started. Start it first.';
    throw new RefusedError(`Expected an ingestion of "${document}" under way, but ${but}`, { cause: error });
  });
}

function alreadyStarted(document: string, cause: Error): RefusedError {
  const sentence = `Expected to start the ingestion of "${document}", but it was started before.`;
  return new RefusedError(`${sentence} Ask for its status.`, { cause });
}
