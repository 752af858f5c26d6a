import { z } from 'zod';
import type { Witness } from '../model/evidence.ts';
import type { Fault } from '../model/fault.ts';
import { entriesOf } from '../model/journal.ts';
import { injectToxics } from './support/link-toxics.ts';
import { retriedTasks } from './support/retried-tasks.ts';
import { toxicReadings } from './support/toxic-readings.ts';
import { type BareEvidence, type FaultWindow, faultWindow } from './support/window.ts';

/**
 * Resets a link's connections as soon as an answer comes: Toxiproxy's `reset_peer` downstream. The server has done what
 * it was asked for, the client gets ECONNRESET instead of the answer.
 */
export const linkResetPeer: Fault = {
  name: 'link-reset-peer',
  summary: "Answers on a link are lost to a connection reset: Toxiproxy's reset_peer toxic downstream.",
  strikes: 'link',
  params: z.strictObject({}),
  needs: ['toxics'],
  blastRadius: (target) => ({ components: [], links: target.link === null ? [] : [target.link] }),
  inject: (stack, target) =>
    injectToxics(stack, target, [
      { name: 'chaos-reset-peer', type: 'reset_peer', stream: 'downstream', attributes: { timeout: 0 } },
    ]),
  witnesses: (evidence, planned) => {
    const window = faultWindow(evidence, planned.id);
    if (window === undefined) return [];
    return [
      ...toxicReadings(evidence, window, 'reset_peer'),
      ...failedActivities(evidence, window),
      ...retriedTasks(evidence, window),
    ];
  },
};

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
