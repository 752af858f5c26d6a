import { z } from 'zod';
import type { BlastRadius } from '../../model/blast-radius.ts';
import type { Witness } from '../../model/evidence.ts';
import type { Fault } from '../../model/fault.ts';
import type { Target } from '../../model/stack.ts';
import { frozen } from '../witnesses/frozen.ts';
import { type BareEvidence, type FaultWindow, faultWindow } from '../witnesses/window.ts';
import { healOnce } from './heal-once.ts';

const FROZEN = "state `T` (stopped) of every process in `/proc`; on Docker the engine's `pause`";

/** The particulars of one pause. */
export interface PauseFault extends Pick<Fault, 'name' | 'summary' | 'victim' | 'needs'> {
  /**
   * How the evidence proves that the system felt it, as a phrase for the documentation; if left out, it has no row
   * there.
   */
  readonly effect?: string;
  readonly radius: (target: Target) => BlastRadius;
  readonly felt: (evidence: BareEvidence, window: FaultWindow) => readonly Witness[];
}

/** Makes a fault that stops every process of a component where it stands; healing lets them go on. */
export function pauseFault({ radius, felt, effect, ...facts }: PauseFault): Fault {
  return {
    ...facts,
    ...(effect === undefined ? {} : { proof: { cause: FROZEN, effect } }),
    strikes: 'component',
    params: z.strictObject({}),
    blastRadius: radius,
    inject: async (stack, target) => {
      const component = stack.component(target.component);
      await component.pause();
      return healOnce(() => component.resume());
    },
    witnesses: (evidence, planned) => {
      const window = faultWindow(evidence, planned.id, facts.victim !== 'worker');
      if (window === undefined) return [];
      return [...frozen(evidence, window), ...felt(evidence, window)];
    },
  };
}
