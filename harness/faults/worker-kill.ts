import { z } from 'zod';
import type { Witness } from '../model/evidence.ts';
import type { Fault } from '../model/fault.ts';
import { entriesOf } from '../model/journal.ts';
import { linkEnds, linkName } from '../model/plan.ts';
import { isEmptyPoll } from './support/held-tasks.ts';
import { retriedTasks } from './support/retried-tasks.ts';
import { type BareEvidence, type FaultWindow, faultWindow } from './support/window.ts';

const DROP_LIMIT_MS = 5000;

/** SIGKILLs a worker with its whole process tree; healing starts a fresh incarnation of it. */
export const workerKill: Fault = {
  name: 'worker-kill',
  summary: 'SIGKILL a worker with its whole process tree; a fresh one is started at healing.',
  strikes: 'component',
  victim: 'worker',
  params: z.strictObject({}),
  needs: ['kill'],
  blastRadius: (target) => ({
    components: [target.component],
    links: linkEnds.map((end) => linkName(end, target.component)),
  }),
  inject: async (stack, target) => {
    const worker = stack.component(target.component);
    await worker.kill('fault');
    // A call held at the fault's moment may go on only when the dead worker's connections are seen closed.
    const limit = AbortSignal.timeout(DROP_LIMIT_MS);
    await stack.gateway.connectionsClosed(target.component, target.incarnation, limit);
    let healed: Promise<void> | undefined;
    return {
      [Symbol.asyncDispose]: () => {
        healed ??= worker.running ? Promise.resolve() : worker.start();
        return healed;
      },
    };
  },
  witnesses: (evidence, planned) => {
    const window = faultWindow(evidence, planned.id);
    if (window === undefined) return [];
    return [...deaths(evidence, window), ...brokenCalls(evidence, window), ...retriedTasks(evidence, window)];
  },
};

function deaths(evidence: BareEvidence, window: FaultWindow): Witness[] {
  return entriesOf(evidence.journal, 'component')
    .filter((entry) => entry.component === window.component && entry.incarnation === window.incarnation)
    .filter((entry) => entry.change === 'exited' && entry.signal === 'SIGKILL' && entry.purpose === 'fault')
    .filter((entry) => entry.atMs >= window.fromMs && entry.atMs <= window.healedMs)
    .map((entry) => ({
      sort: 'cause',
      source: 'process',
      component: entry.component,
      incarnation: entry.incarnation,
      fromMs: window.fromMs,
      toMs: entry.atMs,
      observation: `Process ${entry.pid ?? '?'} of ${entry.component} ended by SIGKILL.`,
    }));
}

function brokenCalls(evidence: BareEvidence, window: FaultWindow): Witness[] {
  return (
    entriesOf(evidence.journal, 'call')
      .filter((call) => call.component === window.component && call.incarnation === window.incarnation)
      .filter((call) => call.outcome === 'dropped' || call.outcome === 'broken')
      // A worker without work polls too: that its empty polls broke says nothing of any work.
      .filter((call) => !isEmptyPoll(call))
      .filter(
        (call) => call.startedMs <= window.injectedMs && call.atMs >= window.fromMs && call.atMs <= window.healedMs,
      )
      .map((call) => ({
        sort: 'effect',
        source: 'gateway',
        component: call.component,
        incarnation: call.incarnation,
        fromMs: call.startedMs,
        toMs: call.atMs,
        observation: `${call.method}${call.workflowId === undefined ? '' : ` for ${call.workflowId}`} was ${call.outcome}.`,
      }))
  );
}
