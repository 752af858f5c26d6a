import { z } from 'zod';
import type { BlastRadius } from '../../model/blast-radius.ts';
import type { Witness } from '../../model/evidence.ts';
import type { Fault } from '../../model/fault.ts';
import { API } from '../../model/plan.ts';
import type { Target } from '../../model/stack.ts';
import { deaths } from '../witnesses/deaths.ts';
import { type BareEvidence, type FaultWindow, faultWindow } from '../witnesses/window.ts';
import { healedUnless, healOnce } from './heal-once.ts';

/** The particulars of one kill. */
export interface KillFault extends Pick<Fault, 'name' | 'summary' | 'victim' | 'needs'> {
  /**
   * How the evidence proves that the system felt it, as a phrase for the documentation; if left out, it has no row
   * there.
   */
  readonly effect?: string;
  readonly radius: (target: Target) => BlastRadius;
  readonly felt: (evidence: BareEvidence, window: FaultWindow) => readonly Witness[];
}

const DEATH = "the exit by SIGKILL that the system reports; on Docker the engine's `kill` and `die` 137";
/** Until all connections of a dead worker are closed: an exploration has it hold the calls of many workflows. */
const DROP_LIMIT_MS = 10_000;

/** Makes a fault that kills a component with its whole process tree; healing starts it again, on what it has stored. */
export function killFault({ radius, felt, effect, ...facts }: KillFault): Fault {
  return {
    ...facts,
    ...(effect === undefined ? {} : { proof: { cause: DEATH, effect } }),
    strikes: 'component',
    params: z.strictObject({}),
    blastRadius: radius,
    inject: async (stack, target) => {
      const component = stack.component(target.component);
      await component.kill('fault');
      const injection = healOnce(async () => {
        if (!component.running) await component.start();
      });
      if (component.role !== 'worker' && component.role !== API) return injection;
      // A call held at the fault's moment may go on only when the dead client's connections are seen closed.
      const limit = AbortSignal.timeout(DROP_LIMIT_MS);
      const { component: name, incarnation } = target;
      return healedUnless(() => stack.gateway.connectionsClosed(name, incarnation, limit), injection);
    },
    witnesses: (evidence, planned) => {
      const window = faultWindow(evidence, planned.id, facts.victim !== 'worker');
      if (window === undefined) return [];
      return [...deaths(evidence, window, 'killed'), ...felt(evidence, window)];
    },
  };
}
