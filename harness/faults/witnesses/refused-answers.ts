import type { Witness } from '../../model/evidence.ts';
import { entriesOf } from '../../model/journal.ts';
import { heldTasks, isAbout } from './held-tasks.ts';
import type { BareEvidence, FaultWindow } from './window.ts';

/** gRPC's NOT_FOUND: what Temporal says to an answer for an attempt that it has given up. */
const NOT_FOUND = 5;

/** Effect witness at the gateway: after it was let go on, the victim reported on tasks that were no longer its own. */
export function refusedAnswers(evidence: BareEvidence, window: FaultWindow): readonly Witness[] {
  const { component, incarnation } = window;
  const held = heldTasks(evidence, window, window.healingMs);
  const refused = entriesOf(evidence.journal, 'call')
    .filter((call) => call.component === component && call.incarnation === incarnation)
    .filter((call) => call.grpcStatus === NOT_FOUND && call.startedMs >= window.healingMs)
    .filter((call) => held.some((one) => isAbout(call, one)));
  const [first] = refused;
  if (first === undefined) return [];
  const observation = `${component} reported on tasks that it had held, and Temporal refused ${refused.length} times: NOT_FOUND.`;
  const toMs = refused.at(-1)?.atMs ?? first.atMs;
  return [{ sort: 'effect', source: 'gateway', component, incarnation, fromMs: first.startedMs, toMs, observation }];
}
