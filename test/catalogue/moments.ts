import type { Moment } from '../../harness/index.ts';
import type { Tiered } from './tier.ts';

const WORKFLOW = 'document-02';

/** A kind of moment at which worker-kill strikes. */
export interface StruckMoment extends Tiered {
  readonly at: Moment;
}

/** Moments of every kind but `call`, which each scenario strikes at: worker-kill at each of them is a separate plan. */
export const moments: readonly StruckMoment[] = [
  { tier: 'test', at: { kind: 'elapsed', ms: 1500 } },
  // The second activity of a document is its extraction.
  { tier: 'ci', at: { kind: 'event', workflowId: WORKFLOW, eventType: 'ACTIVITY_TASK_SCHEDULED', nth: 2 } },
  { tier: 'ci', at: { kind: 'checkpoint', workflowId: WORKFLOW, stage: 'received' } },
];
