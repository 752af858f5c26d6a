import type { Witness } from '../model/evidence.ts';
import { entriesOf } from '../model/journal.ts';
import { linkFault } from './support/link-fault.ts';
import type { BareEvidence, FaultWindow } from './support/window.ts';

/**
 * Resets a link's connections as soon as an answer comes: Toxiproxy's `reset_peer` downstream. The server has done what
 * it was asked for, the client gets ECONNRESET instead of the answer.
 */
export const linkResetPeer = linkFault({
  name: 'link-reset-peer',
  summary: "Answers on a link are lost to a connection reset: Toxiproxy's reset_peer toxic downstream.",
  toxics: [{ name: 'chaos-reset-peer', type: 'reset_peer', stream: 'downstream', attributes: { timeout: 0 } }],
  felt: failedActivities,
});

function failedActivities(evidence: BareEvidence, window: FaultWindow): Witness[] {
  return entriesOf(evidence.journal, 'call')
    .filter((call) => call.component === window.component && call.incarnation === window.incarnation)
    .filter((call) => call.method === 'RespondActivityTaskFailed' && call.grpcStatus === 0)
    .filter((call) => call.startedMs > window.fromMs && call.startedMs < window.healedMs)
    .map((call) => ({
      sort: 'effect',
      source: 'gateway',
      component: call.component,
      incarnation: call.incarnation,
      fromMs: call.startedMs,
      toMs: call.atMs,
      observation: `${call.activityType ?? 'An activity'} of ${call.workflowId ?? '?'} failed in attempt ${call.attempt ?? '?'} on ${call.component}.`,
    }));
}
