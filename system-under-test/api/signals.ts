import type { Client } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import type { Review } from '../workflows/types.ts';
import { MARK, type Mark, markIn } from './idempotency.ts';

/** A review as it goes to a workflow: the signal, and the mark of its request. */
export interface MarkedReview {
  readonly workflowId: string;
  readonly review: Review;
  readonly mark: Mark;
}

/**
 * Sends a review as a signal that Temporal takes once, however often it is sent.
 *
 * @remarks Temporal drops a signal with a
 * {@link https://docs.temporal.io/develop/typescript/message-passing | request id} that the workflow has seen. The SDK
 * makes up a new id for each signal, so the signal is sent by the service itself, with the key's digest as its id.
 */
export async function sendReview(client: Client, { workflowId, review, mark }: MarkedReview): Promise<void> {
  await client.workflowService.signalWorkflowExecution({
    namespace: client.options.namespace,
    workflowExecution: { workflowId },
    signalName: 'review',
    requestId: mark.key,
    identity: client.options.identity,
    input: { payloads: [defaultPayloadConverter.toPayload(review)] },
    header: { fields: { [MARK]: defaultPayloadConverter.toPayload(mark) } },
  });
}

/** The marks of the reviews in a workflow's event history. */
export async function countedReviews(client: Client, workflowId: string): Promise<readonly Mark[]> {
  const marks: Mark[] = [];
  for (let nextPageToken = new Uint8Array(); ; ) {
    const { namespace } = client.options;
    const request = { namespace, execution: { workflowId }, nextPageToken };
    const answer = await client.workflowService.getWorkflowExecutionHistory(request);
    for (const { workflowExecutionSignaledEventAttributes: signal } of answer.history?.events ?? []) {
      const mark = markIn(signal?.header?.fields?.[MARK]);
      if (mark !== undefined) marks.push(mark);
    }
    nextPageToken = new Uint8Array(answer.nextPageToken ?? []);
    if (nextPageToken.length === 0) return marks;
  }
}
