import { setTimeout as elapsed } from 'node:timers/promises';
import { z } from 'zod';
import { HarnessError } from '../errors.ts';
import type { Injection } from '../model/fault.ts';
import type { Link } from '../model/stack.ts';
import { healedUnless, healOnce } from './builders/heal-once.ts';
import { linkFault } from './builders/link-fault.ts';
import { failedByLink } from './witnesses/failed-activities.ts';
import { reconnections } from './witnesses/reconnections.ts';
import { flappingReadings } from './witnesses/toxic-readings.ts';

type Flapping = { readonly periodMs: number; readonly duty: number };

/** The link is read every 250 ms: no reading would be sure to find it in a state that lasts less. */
const READABLE_MS = 300;

const params: z.ZodType<Flapping> = z
  .strictObject({
    periodMs: z
      .int()
      .min(2 * READABLE_MS)
      .max(600_000)
      .default(1000),
    /** The share of each period in which the link is down; it comes first. */
    duty: z.number().min(0.05).max(0.95).default(0.5),
  })
  .refine((one) => Math.min(downMsOf(one), one.periodMs - downMsOf(one)) >= READABLE_MS, {
    path: ['duty'],
    error: `Expected a link that is down and up for ${READABLE_MS} ms or more each.`,
  });

/** Cuts a component's link and restores it, again and again: its proxy is disabled for a share of each period. */
export const linkFlap = linkFault({
  name: 'link-flap',
  summary: 'Cut a link for the share `duty` of each `periodMs`, and restore it for the rest.',
  proof: {
    cause: 'Toxiproxy, read back, has the proxy disabled, and later enabled, before the healing',
    effect:
      'connections lost again and again with a task in hand, on a link to Temporal; failed activities on other links; tasks that Temporal retried or timed out',
  },
  params,
  leastMs: ({ periodMs }) => 2 * periodMs,
  inject: async (stack, target, flapping) => {
    if (target.link === null) {
      throw new HarnessError('CHAOS_FAULT_FAILED', 'Expected a link to flap, but the target names none.');
    }
    return flap(stack.link(target.link), flapping);
  },
  caused: flappingReadings,
  felt: (evidence, window, flapping) => [
    ...reconnections(evidence, window, downMsOf(flapping)),
    ...failedByLink(evidence, window),
  ],
});

function downMsOf({ periodMs, duty }: Flapping): number {
  return Math.round(periodMs * duty);
}

async function flap(link: Link, flapping: Flapping): Promise<Injection> {
  const by = {};
  const end = new AbortController();
  // An error in the rhythm is the first healing's to tell: the link may be down or up, and is restored first.
  let rhythm: Promise<{ readonly error: unknown } | null> = Promise.resolve(null);
  const injection = healOnce(async () => {
    end.abort();
    const failed = await rhythm;
    rhythm = Promise.resolve(null);
    await link.restore(by);
    if (failed !== null) throw failed.error;
  });
  await healedUnless(() => link.cut(by), injection);
  rhythm = keepTime({ cut: () => link.cut(by), restore: () => link.restore(by) }, flapping, end.signal).then(
    () => null,
    (error: unknown) => ({ error }),
  );
  return injection;
}

/** From a link that is down: up and down by turns, until it is told to end. */
async function keepTime(link: Pick<Link, 'cut' | 'restore'>, flapping: Flapping, signal: AbortSignal): Promise<void> {
  const downMs = downMsOf(flapping);
  while (await hasElapsed(downMs, signal)) {
    await link.restore();
    if (!(await hasElapsed(flapping.periodMs - downMs, signal))) return;
    await link.cut();
  }
}

async function hasElapsed(ms: number, signal: AbortSignal): Promise<boolean> {
  try {
    await elapsed(ms, undefined, { signal });
    return true;
  } catch {
    return false; // Only the signal ends it early.
  }
}
