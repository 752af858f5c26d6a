import { z } from 'zod';
import { HarnessError } from '../errors.ts';
import type { Witness } from '../model/evidence.ts';
import { failedByLink } from './support/failed-activities.ts';
import { healOnce } from './support/heal-once.ts';
import { linkFault } from './support/link-fault.ts';
import { silence } from './support/silence.ts';
import { proxyReadings } from './support/toxic-readings.ts';
import type { BareEvidence, FaultWindow } from './support/window.ts';

/** Cuts a component's link: its proxy is disabled, open connections are closed and new ones refused. */
export const linkCut = linkFault({
  name: 'link-cut',
  summary: 'A link is cut: its connections are closed and new ones refused.',
  params: z.strictObject({}),
  inject: async (stack, target) => {
    if (target.link === null) {
      throw new HarnessError('CHAOS_FAULT_FAILED', 'Expected a link to cut, but the target names none.');
    }
    const link = stack.link(target.link);
    await link.cut();
    return healOnce(() => link.restore());
  },
  caused: disabledReadings,
  felt: (evidence, window) => [...silence(evidence, window), ...failedByLink(evidence, window)],
});

function disabledReadings(evidence: BareEvidence, window: FaultWindow): readonly Witness[] {
  return proxyReadings(evidence, window, ({ link, enabled }) =>
    enabled ? [] : [`Toxiproxy says that ${link} is disabled.`],
  );
}
