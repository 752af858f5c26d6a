import { attributesOf } from '../../model/event-history.ts';
import type { Witness } from '../../model/evidence.ts';
import { type EntryOf, entriesOf } from '../../model/journal.ts';
import type { Json } from '../../model/json.ts';
import { type HeldTask, handOutsOf, isAbout } from './held-tasks.ts';
import { inSuccession } from './in-succession.ts';
import { type BareEvidence, type FaultWindow, isVictim } from './window.ts';

interface Timed {
  readonly kind: string;
  readonly task: HeldTask;
  readonly answeredMs: number;
}

/** A kind of task must take so many times the longest that it took before, and so many milliseconds more. */
const SLOWED = { times: 3, ms: 200 };
/** So many tasks of a kind before, and so many one after another while the fault was in force, prove something. */
const MIN_TASKS = 3;

/**
 * Effect witnesses at the gateway: a kind of task for which the victim took far longer than ever before each time, while
 * no other worker took as long for it.
 *
 * @remarks The gateway stands behind Toxiproxy, so it doesn't see a delay itself; it sees that the worker, who waits for
 * late answers, is late with its own. A machine that is slow for a moment is slow for all workers, but there may be only
 * one: so several tasks must be slow, and not at once.
 * @param delayMs - how long each took at least, if the fault says so
 */
export function slowedTasks(evidence: BareEvidence, window: FaultWindow, delayMs = 0): readonly Witness[] {
  const groups = Map.groupBy(answeredTasks(evidence), (one) => one.kind);
  return [...groups].flatMap(([kind, all]) => {
    const own = all.filter(({ task }) => isVictim(window, task));
    const before = own.filter((one) => one.answeredMs <= window.fromMs);
    const slowest = Math.max(...before.map((one) => tookMs(one)));
    const leastMs = Math.max(slowest * SLOWED.times, slowest + SLOWED.ms, delayMs);
    const inForce = all.filter((one) => one.task.atMs > window.injectedMs && one.answeredMs < window.healingMs);
    const during = inForce.filter(({ task }) => isVictim(window, task));
    const others = inForce.filter(({ task }) => !isVictim(window, task));
    const times = inSuccession(during.map(({ task, answeredMs }) => ({ fromMs: task.atMs, toMs: answeredMs })));
    if (before.length < MIN_TASKS || times < MIN_TASKS) return [];
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

/** A workflow task whose type no history tells is of no kind: those of another type may take much longer. */
function answeredTasks(evidence: BareEvidence): readonly Timed[] {
  const calls = entriesOf(evidence.journal, 'call');
  const answers = calls.filter(
    (call) => /^Respond(?:Activity|Workflow)Task/.test(call.method) && call.grpcStatus === 0,
  );
  const types = workflowTypes(evidence);
  return calls
    .flatMap((call) => handOutsOf(call))
    .flatMap((task) => {
      const answer = answers.find((call: EntryOf<'call'>) => isAbout(call, task) && call.startedMs >= task.atMs);
      const type = task.task === 'workflow' ? types.get(task.runId ?? '') : task.activityType;
      if (answer === undefined || type === undefined) return [];
      return [{ kind: `${task.task} tasks of ${type}`, task, answeredMs: answer.startedMs }];
    });
}

/** The type of each workflow, by run id. */
function workflowTypes({ eventHistories }: BareEvidence): ReadonlyMap<string, string> {
  if (eventHistories.state !== 'collected') return new Map();
  return new Map(
    eventHistories.rows.flatMap(({ runId, events: [first] }) => {
      const { workflowType } = first === undefined ? {} : attributesOf(first);
      const { name } = (workflowType ?? {}) as { readonly name?: Json };
      return typeof name === 'string' ? [[runId, name] as const] : [];
    }),
  );
}
