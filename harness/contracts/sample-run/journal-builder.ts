import type { JournalBody, JournalEntry } from '../../model/journal.ts';
import { timeAt } from './history-builder.ts';

type CallBody = Extract<JournalBody, { kind: 'call' }>;

/** A body with its instant. */
export type Dated = JournalBody & { readonly atMs: number };

/** Stamps bodies as the journal does: in the order of their instants, with sequence and time. */
export function journalOf(dated: readonly Dated[]): readonly JournalEntry[] {
  return dated
    .toSorted((a, b) => a.atMs - b.atMs)
    .map((body, index) => ({ ...body, sequence: index + 1, time: timeAt(body.atMs) }));
}

/** A `call` entry, answered unless the test says otherwise. */
export function call(
  component: string,
  atMs: number,
  facts: Partial<CallBody> & { readonly method: string },
): CallBody & { readonly atMs: number } {
  const startedMs = facts.startedMs ?? atMs - 5;
  return {
    kind: 'call',
    call: Math.max(1, Math.round(atMs)),
    component,
    incarnation: 1,
    atMs,
    outcome: 'answered',
    grpcStatus: 0,
    requestBytes: 100,
    replyBytes: 100,
    ...facts,
    startedMs,
    latencyMs: atMs - startedMs,
  };
}

/** A reading of Toxiproxy that shows a toxic on a link. */
export function toxicOn(link: string, atMs: number): Dated {
  const toxic = { name: 'chaos', type: 'timeout', stream: 'upstream', attributes: { timeout: 0 } };
  return { kind: 'toxics', link, enabled: true, toxics: [toxic], atMs };
}

/** The terms that an activity task carries when the server dispatches it. */
export const extractionTerms = {
  heartbeatTimeoutMs: 2000,
  startToCloseTimeoutMs: 60_000,
  scheduleToCloseTimeoutMs: null,
  retryInitialIntervalMs: 200,
  retryBackoffCoefficient: 2,
  retryMaximumIntervalMs: 2000,
};

/** The extraction of the first document, as calls name it. */
export const extraction = {
  task: 'activity' as const,
  workflowId: 'document-1',
  activityType: 'extractPages',
  activityId: '2',
};

/** The workflow task that the second document's worker never answers. */
export const lostWorkflowTask = { task: 'workflow' as const, workflowId: 'document-2', startedEventId: '3' };
