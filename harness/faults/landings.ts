import type { Landing } from '../model/evidence.ts';
import { findFault } from './index.ts';
import type { BareEvidence } from './support/window.ts';

/**
 * Which of the planned faults landed, by which witnesses: at least one that it was in force and one that it was felt.
 *
 * @remarks Computed before the checks run, live and offline alike, so that judging needs nothing but the run folder. A
 * planned fault that this harness doesn't know has no witness.
 */
export function landingsOf(evidence: BareEvidence): readonly Landing[] {
  return evidence.plan.schedule.map((planned) => {
    const witnesses = findFault(planned.fault)?.witnesses(evidence, planned) ?? [];
    const landed = (['cause', 'effect'] as const).every((sort) => witnesses.some((one) => one.sort === sort));
    return { faultId: planned.id, fault: planned.fault, landed, witnesses: [...witnesses] };
  });
}
