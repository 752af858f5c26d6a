import { z } from 'zod';
import { HarnessError } from '../errors.ts';
import { healedUnless, healOnce } from './builders/heal-once.ts';
import { linkFault } from './builders/link-fault.ts';
import { failedByLink } from './witnesses/failed-activities.ts';
import { silence } from './witnesses/silence.ts';
import { disabledReadings } from './witnesses/toxic-readings.ts';

/** Cuts a component's link: its proxy is disabled, open connections are closed and new ones refused. */
export const linkCut = linkFault({
  name: 'link-cut',
  summary: "Cut a link, Toxiproxy's `down`: close its connections and refuse new ones.",
  proof: {
    cause: 'Toxiproxy, read back, has the proxy disabled',
    effect:
      'silence, on a link to Temporal; failed activities on other links; tasks that Temporal retried or timed out',
  },
  params: z.strictObject({}),
  inject: async (stack, target) => {
    if (target.link === null) {
      throw new HarnessError('CHAOS_FAULT_FAILED', 'Expected a link to cut, but the target names none.');
    }
    const link = stack.link(target.link);
    const by = {};
    return healedUnless(
      () => link.cut(by),
      healOnce(() => link.restore(by)),
    );
  },
  caused: disabledReadings,
  felt: (evidence, window) => [...silence(evidence, window), ...failedByLink(evidence, window)],
});
