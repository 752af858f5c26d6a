import type { Witness } from '../../model/evidence.ts';
import { entriesOf } from '../../model/journal.ts';
import { heldTasks, isAbout } from './held-tasks.ts';
import type { BareEvidence, FaultWindow } from './window.ts';

/** Effect witnesses at the gateway: tasks that the victim held when it was asked to stop, and answered after that. */
export function finishedTasks(evidence: BareEvidence, window: FaultWindow): readonly Witness[] {
  const calls = entriesOf(evidence.journal, 'call').filter(
    (call) => /^Respond(?:Activity|Workflow)Task/.test(call.method) && call.grpcStatus === 0,
  );
  return heldTasks(evidence, window, window.fromMs).flatMap((held): Witness[] => {
    const answer = calls.find((call) => isAbout(call, held) && call.startedMs <= window.healedMs);
    if (answer === undefined) return [];
    const { component, incarnation } = held;
    const afterMs = Math.round(answer.startedMs - window.injectedMs);
    const what = held.task === 'activity' ? (held.activityType ?? 'an activity') : 'a workflow task';
    const observation = `${component} held ${what} of ${held.workflowId} and sent ${answer.method} ${afterMs} ms after it was asked to stop.`;
    const seen = { fromMs: answer.startedMs, toMs: answer.atMs, observation };
    return [{ sort: 'effect', source: 'gateway', component, incarnation, ...seen }];
  });
}
