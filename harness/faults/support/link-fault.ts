import { z } from 'zod';
import type { Witness } from '../../model/evidence.ts';
import type { Fault } from '../../model/fault.ts';
import type { Toxic } from '../../model/stack.ts';
import { injectToxics } from './link-toxics.ts';
import { retriedTasks } from './retried-tasks.ts';
import { toxicReadings } from './toxic-readings.ts';
import { type BareEvidence, type FaultWindow, faultWindow } from './window.ts';

/** What is particular to one fault of a link. */
export interface LinkFault {
  readonly name: string;
  readonly summary: string;
  /** The toxics that make the fault, all of one type. */
  readonly toxics: readonly [Toxic, ...Toxic[]];
  /** Effect witnesses of this fault's own, beside the tasks that the victim lost. */
  readonly felt: (evidence: BareEvidence, window: FaultWindow) => readonly Witness[];
}

/** Makes a fault of a link: toxics on the link alone, Toxiproxy's own reading as cause, what was felt as effect. */
export function linkFault({ name, summary, toxics, felt }: LinkFault): Fault {
  return {
    name,
    summary,
    strikes: 'link',
    victim: 'any',
    params: z.strictObject({}),
    needs: ['toxics'],
    blastRadius: ({ link }) => ({ components: [], links: link === null ? [] : [link] }),
    inject: (stack, target) => injectToxics(stack, target, toxics),
    witnesses: (evidence, planned) => {
      const window = faultWindow(evidence, planned.id);
      if (window === undefined) return [];
      const causes = toxicReadings(evidence, window, toxics[0].type);
      return [...causes, ...felt(evidence, window), ...retriedTasks(evidence, window)];
    },
  };
}
