import type { Witness } from '../../model/evidence.ts';
import { type EntryOf, entriesOf } from '../../model/journal.ts';
import { type HeldTask, handOutsOf, isAbout } from './held-tasks.ts';
import { type BareEvidence, type FaultWindow, isVictim } from './window.ts';

interface Timed {
  readonly kind: string;
  readonly task: HeldTask;
  readonly answeredMs: number;
}

/**
 * Effect witnesses at the gateway: a kind of task that the victim always answered sooner than the latency before, and
 * never sooner while the fault was in force.
 *
 * @remarks The gateway stands behind Toxiproxy, so it doesn't see the delay itself; it sees that the worker, who waits
 * for late answers, is late with its own.
 */
export function delayedTasks(evidence: BareEvidence, window: FaultWindow, latencyMs: number): readonly Witness[] {
  const timed = answeredTasks(evidence, window);
  const groups = Map.groupBy(timed, (one) => one.kind);
  return [...groups].flatMap(([kind, all]) => {
    const before = all.filter((one) => one.answeredMs <= window.fromMs);
    const during = all.filter(({ task, answeredMs }) => task.atMs > window.injectedMs && answeredMs < window.healingMs);
    const quickest = Math.min(...during.map((one) => tookMs(one)));
    const slowest = Math.max(...before.map((one) => tookMs(one)));
    if (before.length === 0 || during.length === 0 || quickest < latencyMs || slowest >= latencyMs) return [];
    const { component, incarnation } = window;
    const observation = `${component} took ${Math.round(quickest)} ms or more for each of ${during.length} ${kind}, and at most ${Math.round(slowest)} ms before.`;
    const fromMs = Math.min(...during.map(({ task }) => task.atMs));
    const toMs = Math.max(...during.map((one) => one.answeredMs));
    return [{ sort: 'effect', source: 'gateway', component, incarnation, fromMs, toMs, observation }];
  });
}

function tookMs({ task, answeredMs }: Timed): number {
  return answeredMs - task.atMs;
}

function answeredTasks(evidence: BareEvidence, window: FaultWindow): readonly Timed[] {
  const calls = entriesOf(evidence.journal, 'call').filter((call) => isVictim(window, call));
  const answers = calls.filter(
    (call) => /^Respond(?:Activity|Workflow)Task/.test(call.method) && call.grpcStatus === 0,
  );
  return calls
    .flatMap((call) => handOutsOf(call))
    .flatMap((task) => {
      const answer = answers.find((call: EntryOf<'call'>) => isAbout(call, task) && call.startedMs >= task.atMs);
      if (answer === undefined) return [];
      const kind = task.task === 'workflow' ? 'workflow tasks' : `activity tasks of ${task.activityType ?? '?'}`;
      return [{ kind, task, answeredMs: answer.startedMs }];
    });
}
