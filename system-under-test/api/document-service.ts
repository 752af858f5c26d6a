import { setTimeout as delay } from 'node:timers/promises';
import {
  type Client,
  QueryNotRegisteredError,
  WorkflowExecutionAlreadyStartedError,
  type WorkflowExecutionDescription,
  WorkflowNotFoundError,
} from '@temporalio/client';
import type { ApiConfig } from '../config.ts';
import { type DocumentRequest, refuseUnlessServed, startOptions } from '../ingestion-client.ts';
import { RefusedError } from '../refused-error.ts';
import type { ingestDocument } from '../workflows/ingest-document.ts';
import { type DocumentStatus, type Review, workflowTypes } from '../workflows/types.ts';
import type { DocumentRow, DocumentRows } from './document-rows.ts';
import { asMark, isSame, MARK, type Mark, markOf } from './idempotency.ts';
import { Problem } from './problem.ts';
import { countedReviews, type MarkedReview, sendReview } from './signals.ts';
import { grpcStatusOf, orAway, outcomeUnknown } from './temporal-away.ts';

/** A request that was carried out: now, or when it came with the same key before. */
export interface Accepted {
  readonly document: string;
  readonly replayed: boolean;
}

/** How a document stands: by its workflow, and by its row. */
export interface DocumentState {
  readonly document: string;
  /** The state of its workflow in Temporal's words, such as `running`. */
  readonly execution: string;
  /** The workflow's own answer, or else the row's status; null if neither is to be had now. */
  readonly status: string | null;
  readonly row: DocumentRow | null;
}

/** The operations of the API; each throws a {@link Problem} for a request that can't be carried out. */
export interface DocumentService {
  start(request: DocumentRequest, key: string): Promise<Accepted>;
  review(document: string, review: Review, key: string): Promise<Accepted>;
  cancel(document: string): Promise<Accepted>;
  state(document: string): Promise<DocumentState>;
  /** Whether Temporal answers. */
  ready(): Promise<void>;
}

/** The parts of the service. */
export interface ServiceParts {
  readonly client: Client;
  readonly rows: DocumentRows;
  readonly config: ApiConfig;
  /** Limit of a query, which a worker must answer, in milliseconds. */
  readonly queryLimitMs: number;
}

/**
 * The documents, by way of Temporal.
 *
 * @remarks It keeps nothing itself: by the marks that requests leave with their workflow, any other process that serves
 * the API recognises a request that comes again.
 */
export class TemporalDocuments implements DocumentService {
  readonly #parts: ServiceParts;

  constructor(parts: ServiceParts) {
    this.#parts = parts;
  }

  async start(request: DocumentRequest, key: string): Promise<Accepted> {
    const { client, config } = this.#parts;
    const { document } = request;
    refuse(() => refuseUnlessServed(document, config));
    const mark = markOf(key, request);
    const options = { ...startOptions(request, config), memo: { [MARK]: mark } };
    try {
      await this.#call(() => client.workflow.start<typeof ingestDocument>(workflowTypes.ingestDocument, options));
      return { document, replayed: false };
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
      const { memo } = await this.#describe(document);
      if (isSame(asMark(memo?.[MARK]), mark)) return { document, replayed: true };
      throw new Problem(409, `The ingestion of "${document}" was started before. Ask for its status.`);
    }
  }

  async review(document: string, review: Review, key: string): Promise<Accepted> {
    const marked = { workflowId: document, review, mark: markOf(key, { document, ...review }) };
    if (await this.#isCounted(marked)) return { document, replayed: true };
    try {
      await this.#call(() => sendReview(this.#parts.client, marked));
    } catch (error) {
      if (grpcStatusOf(error) !== NOT_FOUND) throw error;
      // The workflow may have ended by this very review, sent at the same time.
      if (await this.#isCounted(marked)) return { document, replayed: true };
      throw ended(document);
    }
    await this.#untilCounted(marked);
    return { document, replayed: false };
  }

  /**
   * A cancellation that was carried out before is as good as a new one.
   *
   * @remarks Temporal acknowledges the cancellation of an execution that has ended, so its status is looked at first.
   */
  async cancel(document: string): Promise<Accepted> {
    const { status } = await this.#describe(document);
    if (status.name === 'CANCELLED') return { document, replayed: true };
    if (status.name !== 'RUNNING') throw ended(document);
    await this.#call(() => this.#parts.client.workflow.getHandle(document).cancel());
    return { document, replayed: false };
  }

  async state(document: string): Promise<DocumentState> {
    const [description, row] = await Promise.all([this.#describe(document), this.#parts.rows.find(document)]);
    const status = (await this.#query(document)) ?? row?.status ?? null;
    return { document, execution: description.status.name.toLowerCase().replaceAll('_', '-'), status, row };
  }

  async ready(): Promise<void> {
    const { client } = this.#parts;
    await this.#call(() => client.workflowService.describeNamespace({ namespace: client.options.namespace }));
  }

  /**
   * Waits until the event history shows which review was taken with the key: Temporal drops another one silently.
   *
   * @remarks While a workflow task is under way, Temporal holds a signal back from the event history.
   */
  async #untilCounted(marked: MarkedReview): Promise<void> {
    const endMs = performance.now() + this.#parts.config.TEMPORAL_CALL_LIMIT_MS;
    while (!(await this.#isCounted(marked))) {
      if (performance.now() >= endMs) throw outcomeUnknown('The event history does not show the review yet');
      await delay(LOOK_EVERY_MS);
    }
  }

  async #isCounted({ workflowId, mark }: MarkedReview): Promise<boolean> {
    const found = await this.#call(() => countedReviews(this.#parts.client, workflowId)).catch((error: unknown) => {
      throw grpcStatusOf(error) === NOT_FOUND ? unknownDocument(workflowId) : error;
    });
    return found.some((one: Mark) => isSame(one, mark));
  }

  async #describe(document: string): Promise<WorkflowExecutionDescription> {
    return await this.#call(() => this.#parts.client.workflow.getHandle(document).describe()).catch(
      (error: unknown) => {
        throw error instanceof WorkflowNotFoundError ? unknownDocument(document) : error;
      },
    );
  }

  /** Null if no worker answers in time: the row knows then. */
  async #query(document: string): Promise<DocumentStatus | null> {
    const { client, queryLimitMs } = this.#parts;
    const ask = (): Promise<DocumentStatus> => client.workflow.getHandle(document).query<DocumentStatus>('status');
    try {
      return await client.withDeadline(Date.now() + queryLimitMs, ask);
    } catch (error) {
      if (error instanceof QueryNotRegisteredError || grpcStatusOf(error) !== undefined) return null;
      throw error;
    }
  }

  async #call<T>(call: () => Promise<T>): Promise<T> {
    const { client, config } = this.#parts;
    return orAway(client.withDeadline(Date.now() + config.TEMPORAL_CALL_LIMIT_MS, call));
  }
}

const LOOK_EVERY_MS = 20;

/** gRPC's status for a workflow that isn't there, or has ended. */
const NOT_FOUND = 5;

function refuse(check: () => void): void {
  try {
    check();
  } catch (error) {
    throw error instanceof RefusedError ? new Problem(409, error.message) : error;
  }
}

function unknownDocument(document: string): Problem {
  return new Problem(404, `No ingestion of "${document}" was started. Start it first.`);
}

function ended(document: string): Problem {
  return new Problem(409, `The ingestion of "${document}" has ended. Ask for its status.`);
}
