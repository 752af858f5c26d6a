import type { z } from 'zod';
import type { callEntry } from '../model/call-entry.ts';
import type { PayloadBytes } from '../model/data-converter.ts';

type CallBody = z.infer<typeof callEntry>;

/** The facts in a call's messages: the optional fields of a `call` entry. */
export type CallFacts = Partial<
  Pick<
    CallBody,
    | 'identity'
    | 'taskQueue'
    | 'task'
    | 'workflowId'
    | 'runId'
    | 'activityType'
    | 'activityId'
    | 'attempt'
    | 'startedEventId'
    | 'scheduledTime'
    | 'heartbeatDetails'
    | 'terms'
    | 'failure'
    | 'nextRetryDelayMs'
    | 'stickyScheduleToStartMs'
    | 'discarded'
    | 'handedOut'
  >
>;

/** What is in a message and only the system can read. */
export interface EncodedFacts {
  readonly encodedDetails?: PayloadBytes;
  /** The attributes of a failure: its message and its stack trace. */
  readonly encodedFailure?: PayloadBytes;
}

/** A task that a reply delivers, with the token by which its answers name it. */
export interface Handout extends Pick<EncodedFacts, 'encodedDetails'> {
  readonly token: Uint8Array;
  /** True for a separate query, which stands beside the workflow's task and doesn't replace it. */
  readonly query: boolean;
  /** Of a workflow task that follows another: the `startedEventId` of the last one that was completed. */
  readonly previousStartedEventId?: string;
  readonly facts: CallFacts & { readonly task: 'workflow' | 'activity' };
}

/** The facts in a request. */
export interface RequestFacts extends EncodedFacts {
  readonly facts: CallFacts;
  /** The task that an answer or a heartbeat is about. */
  readonly token?: Uint8Array;
}

/** The facts in a reply: tasks delivered to a poll, or beside the answer to a completed workflow task. */
export interface ReplyFacts {
  readonly handouts: readonly Handout[];
  /** Beyond those of the tasks. */
  readonly facts?: Pick<CallFacts, 'discarded'>;
}
