import type { z } from 'zod';
import type { Witness } from '../../model/evidence.ts';
import type { Fault } from '../../model/fault.ts';
import type { Json } from '../../model/json.ts';
import type { Toxic } from '../../model/stack.ts';
import { failedRequests } from '../witnesses/failed-requests.ts';
import { retriedTasks } from '../witnesses/retried-tasks.ts';
import { toxicReadings } from '../witnesses/toxic-readings.ts';
import { type BareEvidence, type FaultWindow, faultWindow } from '../witnesses/window.ts';
import { injectToxics } from './link-toxics.ts';

type Params = Readonly<Record<string, Json>>;
type Find<P> = (evidence: BareEvidence, window: FaultWindow, params: P) => readonly Witness[];

/** The particulars of one fault of a link. */
export interface LinkFault<P extends Params>
  extends Pick<Fault<P>, 'name' | 'summary' | 'proof' | 'leastMs' | 'inject'> {
  readonly params: z.ZodType<P>;
  /** Cause witnesses: Toxiproxy's own account of the link. */
  readonly caused: Find<P>;
  /** Effect witnesses of this fault's own, beside the tasks that the victim lost. */
  readonly felt: Find<P>;
}

/** Makes a fault of a link, which may touch the link alone. */
export function linkFault<P extends Params>({ caused, felt, ...facts }: LinkFault<P>): Fault {
  const fault: Fault<P> = {
    ...facts,
    strikes: 'link',
    victim: 'any',
    needs: ['toxics'],
    blastRadius: ({ link }) => ({ components: [], links: link === null ? [] : [link] }),
    witnesses: (evidence, planned) => {
      const window = faultWindow(evidence, planned.id);
      const params = facts.params.safeParse(planned.params);
      if (window === undefined || !params.success) return [];
      const { data } = params;
      return [
        ...caused(evidence, window, data),
        ...felt(evidence, window, data),
        ...retriedTasks(evidence, window),
        ...failedRequests(evidence, window),
      ];
    },
  };
  return fault;
}

/** A fault of a link that is made of toxics, all of one type. */
export function byToxics<P extends Params>(
  toxics: (params: P) => readonly [Toxic, ...Toxic[]],
): Pick<LinkFault<P>, 'inject' | 'caused'> {
  return {
    inject: (stack, target, params) => injectToxics(stack, target, toxics(params)),
    caused: (evidence, window, params) => toxicReadings(evidence, window, toxics(params)[0].type),
  };
}
