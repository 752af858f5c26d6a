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
  const timed = answeredTasks(evidence, (call) => isVictim(window, call));
  const groups = Map.groupBy(timed, (one) => one.kind);
  return [...groups].flatMap(([kind, all]) => {
    const before = all.filter((one) => one.answeredMs <= window.fromMs);
    const during = all.filter(({ task, answeredMs }) => task.atMs > window.injectedMs && answeredMs < window.healingMs);
    const quickest = Math.min(...during.map((one) => tookMs(one)));
    const slowest = Math.max(...before.map((one) => tookMs(one)));
    if (before.length === 0 || during.length === 0 || quickest < latencyMs || slowest >= latencyMs) return [];
    return [slowness(window, kind, { during, slowest })];
  });
}

/** A kind of task must take so many times the longest that it took before, and so many milliseconds more. */
const SLOWED = { times: 3, ms: 200 };
const MIN_BEFORE = 3;

/**
 * Effect witnesses at the gateway: a kind of task for which the victim took far longer than ever before each time, while
 * no other worker took as long for it.
 *
 * @remarks For faults that delay by an amount that depends on sizes, which no one knows. A machine that is slow for a
 * moment is slow for all workers; a kind of which fewer than three were seen before proves nothing.
 */
export function slowedTasks(evidence: BareEvidence, window: FaultWindow): readonly Witness[] {
  const groups = Map.groupBy(
    answeredTasks(evidence, () => true),
    (one) => one.kind,
  );
  return [...groups].flatMap(([kind, all]) => {
    const own = all.filter(({ task }) => isVictim(window, task));
    const before = own.filter((one) => one.answeredMs <= window.fromMs);
    const slowest = Math.max(...before.map((one) => tookMs(one)));
    const leastMs = Math.max(slowest * SLOWED.times, slowest + SLOWED.ms);
    const inForce = all.filter((one) => one.task.atMs > window.injectedMs && one.answeredMs < window.healingMs);
    const during = inForce.filter(({ task }) => isVictim(window, task));
    const others = inForce.filter(({ task }) => !isVictim(window, task));
    if (before.length < MIN_BEFORE || during.length === 0) return [];
    if (during.some((one) => tookMs(one) < leastMs) || others.some((one) => tookMs(one) >= leastMs)) return [];
    return [slowness(window, kind, { during, slowest })];
  });
}

function slowness(
  { component, incarnation }: FaultWindow,
  kind: string,
  { during, slowest }: { readonly during: readonly Timed[]; readonly slowest: number },
): Witness {
  const quickest = Math.min(...during.map((one) => tookMs(one)));
  const observation = `${component} took ${Math.round(quickest)} ms or more for each of ${during.length} ${kind}, and at most ${Math.round(slowest)} ms before.`;
  const fromMs = Math.min(...during.map(({ task }) => task.atMs));
  const toMs = Math.max(...during.map((one) => one.answeredMs));
  return { sort: 'effect', source: 'gateway', component, incarnation, fromMs, toMs, observation };
}

function tookMs({ task, answeredMs }: Timed): number {
  return answeredMs - task.atMs;
}

function answeredTasks(evidence: BareEvidence, isOf: (call: EntryOf<'call'>) => boolean): readonly Timed[] {
  const calls = entriesOf(evidence.journal, 'call').filter((call) => isOf(call));
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
