import type { Evidence } from '../../model/evidence.ts';
import { entriesOf } from '../../model/journal.ts';
import { type LinkEnd, linkName, type PlannedFault } from '../../model/plan.ts';
import { callDoubt } from './call-doubt.ts';
import { checkpointDoubt, elapsedDoubt, endedDoubt, eventDoubt } from './dated-doubts.ts';
import { holderDoubt } from './holder-doubt.ts';
import { type FaultStep, type JournalledStrike, TOLERANCE_MS } from './journalled-strike.ts';

/**
 * Why a journalled fault is not the planned one; null if it is.
 *
 * @remarks A fault that struck at another moment, on another target or for less long is another experiment: nothing of
 * the system is wrong then, and nothing of it is proved. The same holds if the books can't tell. A fault that lasted
 * longer is judged by `recovers-within-bound`.
 */
export function notAsPlanned(evidence: Evidence, planned: PlannedFault): string | null {
  const { journal } = evidence;
  const steps = entriesOf(journal, 'fault').filter((entry) => entry.faultId === planned.id);
  const reached = steps.find((entry) => entry.step === 'moment-reached');
  const injecting = steps.find((entry) => entry.step === 'injecting');
  if (injecting === undefined) return 'its injection never began';
  if (reached === undefined || reached.sequence > injecting.sequence) return 'it struck before its moment had come';
  return targetDoubt(planned, injecting) ?? momentDoubt({ evidence, planned, reached, injecting }) ?? durationDoubt();

  function durationDoubt(): string | null {
    const injected = steps.find((entry) => entry.step === 'injected');
    const healing = steps.find((entry) => entry.step === 'healing');
    if (injected === undefined || healing === undefined) return 'it is not known how long it was in force';
    const lastedMs = healing.atMs - injected.atMs;
    if (lastedMs >= planned.healAfterMs - TOLERANCE_MS) return null;
    return `it was in force for ${Math.round(lastedMs)} ms, not for ${planned.healAfterMs} ms`;
  }
}

function targetDoubt({ fault, target }: PlannedFault, injecting: FaultStep): string | null {
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

function momentDoubt(strike: JournalledStrike): string | null {
  const { at } = strike.planned;
  switch (at.kind) {
    case 'call':
      return callDoubt(strike, at);
    case 'elapsed':
      return elapsedDoubt(strike, at) ?? holderDoubt(strike);
    case 'event':
      return eventDoubt(strike, at) ?? holderDoubt(strike);
    case 'checkpoint':
      return checkpointDoubt(strike, at) ?? holderDoubt(strike);
    case 'ended':
      return endedDoubt(strike, at) ?? holderDoubt(strike);
  }
}
