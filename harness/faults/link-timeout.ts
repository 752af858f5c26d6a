import type { Witness } from '../model/evidence.ts';
import { entriesOf } from '../model/journal.ts';
import { heldTasks } from './support/held-tasks.ts';
import { linkFault } from './support/link-fault.ts';
import type { BareEvidence, FaultWindow } from './support/window.ts';

/**
 * A black hole on a component's link: Toxiproxy's `timeout` both ways. Nothing comes through and nothing says so;
 * healing closes the connections.
 */
export const linkTimeout = linkFault({
  name: 'link-timeout',
  summary: "A black hole on a link: Toxiproxy's timeout toxic both ways.",
  // 0: data is dropped and the connection stays open until the toxic is removed.
  toxics: [
    { name: 'chaos-timeout-up', type: 'timeout', stream: 'upstream', attributes: { timeout: 0 } },
    { name: 'chaos-timeout-down', type: 'timeout', stream: 'downstream', attributes: { timeout: 0 } },
  ],
  felt: silence,
});

/**
 * The gateway heard nothing from the worker while the fault was in force, though it had before and the worker held a task.
 *
 * @remarks A lower limit of 1 s: a worker with nothing to say may well be silent for less, and one without a task for as
 * long as it pleases. Only of Temporal's link does the gateway know.
 */
function silence(evidence: BareEvidence, window: FaultWindow): Witness[] {
  if (window.link !== `temporal@${window.component}` || window.healingMs - window.injectedMs < 1000) return [];
  const calls = entriesOf(evidence.journal, 'call').filter(
    (call) => call.component === window.component && call.incarnation === window.incarnation,
  );
  const begun = calls.map((call) => call.startedMs);
  // What the worker had sent before the toxic was there may still arrive a moment later.
  const during = begun.filter((ms) => ms > window.injectedMs + 250 && ms < window.healingMs);
  const before = begun.filter((ms) => ms > window.fromMs - 2000 && ms <= window.fromMs);
  const held = heldTasks(evidence, window, window.fromMs).length;
  if (during.length > 0 || before.length === 0 || held === 0) return [];
  const silentMs = Math.round(window.healingMs - window.injectedMs);
  const message = `No call of ${window.component}, which held ${held} tasks, reached the gateway for ${silentMs} ms, after ${before.length} in the 2 s before.`;
  return [
    {
      sort: 'effect',
      source: 'gateway',
      component: window.component,
      incarnation: window.incarnation,
      fromMs: window.injectedMs,
      toMs: window.healingMs,
      observation: message,
    },
  ];
}
