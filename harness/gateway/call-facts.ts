import type { z } from 'zod';
import type { callEntry } from '../model/call-entry.ts';

type CallBody = z.infer<typeof callEntry>;

/** What a call says of itself beyond its transport: the optional fields of a `call` entry. */
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
    | 'heartbeatDetails'
    | 'terms'
    | 'stickyScheduleToStartMs'
    | 'handedOut'
  >
>;

/** A task that a reply delivers, with the token by which its answers name it. */
export interface Handout {
  readonly token: Uint8Array;
  /** True of a query on its own, which stands beside the workflow's own task and doesn't replace it. */
  readonly query: boolean;
  readonly facts: CallFacts & { readonly task: 'workflow' | 'activity' };
}

/** What a request says. */
export interface RequestFacts {
  readonly facts: CallFacts;
  /** Of an answer or a heartbeat: which task it is about. */
  readonly token?: Uint8Array;
}

/** The facts in a reply: tasks delivered to a poll, or beside the answer to a completed workflow task. */
export interface ReplyFacts {
  readonly handouts: readonly Handout[];
}
