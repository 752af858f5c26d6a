import type { Evidence } from '../../model/evidence.ts';
import { type EntryOf, entriesOf, type JournalEntry } from '../../model/journal.ts';
import type { CallMoment } from '../../model/moment.ts';
import { type LinkEnd, linkName, type PlannedFault } from '../../model/plan.ts';

/** By how much two instants of the journal may miss a time of the plan, in milliseconds: timers are rounded. */
const TOLERANCE_MS = 50;

type Injecting = EntryOf<'fault'>;

/**
 * Why a journalled fault is not the planned one; null if it is.
 *
 * @remarks A fault that struck at another moment, on another target or for less long is another experiment. A fault
 * that lasted longer is judged by `recovers-within-bound`.
 */
export function notAsPlanned({ journal }: Evidence, planned: PlannedFault): string | null {
  const steps = entriesOf(journal, 'fault').filter((entry) => entry.faultId === planned.id);
  const reached = steps.find((entry) => entry.step === 'moment-reached');
  const injecting = steps.find((entry) => entry.step === 'injecting');
  if (injecting === undefined) return 'its injection never began';
  if (reached === undefined || reached.sequence > injecting.sequence) return 'it struck before its moment had come';
  return targetDoubt(planned, injecting) ?? momentDoubt({ journal, planned, reached, injecting }) ?? durationDoubt();

  function durationDoubt(): string | null {
    const injected = steps.find((entry) => entry.step === 'injected');
    const healing = steps.find((entry) => entry.step === 'healing');
    if (injected === undefined || healing === undefined) return 'it is not known how long it was in force';
    const lastedMs = healing.atMs - injected.atMs;
    if (lastedMs >= planned.healAfterMs - TOLERANCE_MS) return null;
    return `it was in force for ${Math.round(lastedMs)} ms, not for ${planned.healAfterMs} ms`;
  }
}

function targetDoubt({ fault, target }: PlannedFault, injecting: Injecting): string | null {
  const { component } = injecting;
  if (injecting.fault !== fault) return `it was ${injecting.fault}, not ${fault}`;
  if (component === undefined) return 'it is not known whom it struck';
  if (target.role === 'component' && target.name !== component) return `it struck ${component}, not ${target.name}`;
  const link = linkOf(target.link, component);
  return injecting.link === link ? null : `it struck ${injecting.link ?? component}, not ${link ?? component}`;
}

function linkOf(end: LinkEnd | undefined, component: string): string | undefined {
  return end === undefined ? undefined : linkName(end, component);
}

interface Moments {
  readonly journal: readonly JournalEntry[];
  readonly planned: PlannedFault;
  readonly reached: Injecting;
  readonly injecting: Injecting;
}

/** Moments of events and checkpoints are of other books; that they came is all that the journal tells. */
function momentDoubt({ journal, planned, reached, injecting }: Moments): string | null {
  const { at, target } = planned;
  if (at.kind === 'elapsed') {
    const phase = entriesOf(journal, 'phase').find((entry) => entry.phase === 'injection' && entry.state === 'begin');
    const elapsedMs = reached.atMs - (phase?.atMs ?? Number.POSITIVE_INFINITY);
    return elapsedMs >= at.ms - TOLERANCE_MS ? null : `its moment came before ${at.ms} ms had elapsed`;
  }
  if (at.kind !== 'call') return null;
  const calls = entriesOf(journal, 'held');
  const held = calls.filter((entry) => entry.state === 'held' && isOfMoment(entry, at));
  const still = held.filter(
    (one) =>
      one.sequence < injecting.sequence &&
      !calls.some((end) => end.call === one.call && end.state !== 'held' && end.sequence < injecting.sequence),
  );
  const isVictims = ({ component, incarnation }: EntryOf<'held'>): boolean =>
    component === injecting.component && (injecting.incarnation ?? incarnation) === incarnation;
  // Another's call may be the moment for a component that the plan names.
  if (still.some((one) => target.role === 'component' || isVictims(one))) return null;
  return `no ${at.side} of ${at.method} of its victim was held when it struck`;
}

function isOfMoment(entry: EntryOf<'held'>, at: CallMoment): boolean {
  if (entry.side !== at.side || entry.method !== at.method) return false;
  if (at.component !== undefined && entry.component !== at.component) return false;
  if (at.workflowId !== undefined && entry.workflowId !== at.workflowId) return false;
  return at.activityType === undefined || entry.activityType === at.activityType;
}
