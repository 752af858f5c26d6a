import { setTimeout as elapsed } from 'node:timers/promises';
import { z } from 'zod';
import { HarnessError } from '../errors.ts';
import type { Injection } from '../model/fault.ts';
import type { Link } from '../model/stack.ts';
import { healOnce } from './builders/heal-once.ts';
import { linkFault } from './builders/link-fault.ts';
import { failedByLink } from './witnesses/failed-activities.ts';
import { reconnections } from './witnesses/reconnections.ts';
import { disabledReadings } from './witnesses/toxic-readings.ts';

type Flapping = { readonly periodMs: number; readonly duty: number };

const params: z.ZodType<Flapping> = z.strictObject({
  periodMs: z.int().min(100).max(600_000).default(1000),
  /** The share of each period in which the link is down; it comes first. */
  duty: z.number().min(0.05).max(0.95).default(0.5),
});

/** Cuts a component's link and restores it, again and again: its proxy is disabled for a share of each period. */
export const linkFlap = linkFault({
  name: 'link-flap',
  summary: 'Cut a link for the share `duty` of each `periodMs`, and restore it for the rest.',
  proof: {
    cause: 'Toxiproxy, read back, has the proxy disabled',
    effect:
      'connections lost again and again with a task in hand, on a link to Temporal; failed activities on other links; tasks that Temporal retried or timed out',
  },
  params,
  inject: async (stack, target, flapping) => {
    if (target.link === null) {
      throw new HarnessError('CHAOS_FAULT_FAILED', 'Expected a link to flap, but the target names none.');
    }
    return flap(stack.link(target.link), flapping);
  },
  caused: disabledReadings,
  felt: (evidence, window) => [...reconnections(evidence, window), ...failedByLink(evidence, window)],
});

async function flap(link: Link, flapping: Flapping): Promise<Injection> {
  const end = new AbortController();
  await link.cut();
  // An error in the rhythm is the healing's to tell: the link may be down or up, and is restored first.
  const rhythm = keepTime(link, flapping, end.signal).then(
    () => null,
    (error: unknown) => ({ error }),
  );
  return healOnce(async () => {
    end.abort();
    const failed = await rhythm;
    await link.restore();
    if (failed !== null) throw failed.error;
  });
}

/** From a link that is down: up and down by turns, until it is told to end. */
async function keepTime(link: Link, { periodMs, duty }: Flapping, signal: AbortSignal): Promise<void> {
  const downMs = Math.round(periodMs * duty);
  while (await hasElapsed(downMs, signal)) {
    await link.restore();
    if (!(await hasElapsed(periodMs - downMs, signal))) return;
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
