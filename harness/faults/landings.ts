import { messageOf } from '../errors.ts';
import type { Landing } from '../model/evidence.ts';
import type { Fault } from '../model/fault.ts';
import { findFault } from './index.ts';
import type { BareEvidence } from './witnesses/window.ts';

/**
 * The planned faults that landed, with their witnesses: at least one that it was in force and one that it was felt.
 *
 * @remarks Computed before the checks run, live and offline alike, so that judging needs nothing but the run folder. A
 * planned fault that the registry lacks has not landed, and neither has one whose witnesses can't be looked for: both
 * say why.
 */
export function landingsOf(evidence: BareEvidence, find: (name: string) => Fault | undefined = findFault): Landing[] {
  return evidence.plan.schedule.map((planned) => {
    const base = { faultId: planned.id, fault: planned.fault };
    try {
      const fault = find(planned.fault);
      if (fault === undefined) return { ...base, landed: false, witnesses: [], error: noSuchFault(planned.fault) };
      const witnesses = fault.witnesses(evidence, planned);
      const landed = (['cause', 'effect'] as const).every((sort) => witnesses.some((one) => one.sort === sort));
      return { ...base, landed, witnesses: [...witnesses] };
    } catch (error) {
      const message = messageOf(error);
      return { ...base, landed: false, witnesses: [], error: message };
    }
  });
}

function noSuchFault(name: string): string {
  return `there is no fault "${name}" here. If it is one of your own, judge in the folder of its chaos.config.ts.`;
}
