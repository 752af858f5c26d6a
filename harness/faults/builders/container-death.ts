import { z } from 'zod';
import { HarnessError } from '../../errors.ts';
import type { Fault } from '../../model/fault.ts';
import type { Container, Target } from '../../model/stack.ts';
import { brokenCalls } from '../witnesses/broken-calls.ts';
import { deaths, type Manner } from '../witnesses/deaths.ts';
import { retriedTasks } from '../witnesses/retried-tasks.ts';
import { faultWindow } from '../witnesses/window.ts';
import { healedUnless, healOnce } from './heal-once.ts';
import { workerRadius } from './radius.ts';

/** The particulars of one death of a worker's container, which the harness does not restart. */
export interface ContainerDeath extends Pick<Fault, 'name' | 'summary' | 'needs' | 'proof'> {
  readonly manner: Exclude<Manner, 'killed' | 'stopped'>;
  readonly strike: (container: Container) => Promise<unknown>;
}

const DROP_LIMIT_MS = 5000;
const RESTART_LIMIT_MS = 25_000;

/**
 * Makes a fault that lets a worker's container die by itself. Healing waits until its restart policy has brought it
 * back; the harness never starts it.
 */
export function containerDeath({ manner, strike, ...facts }: ContainerDeath): Fault {
  return {
    ...facts,
    strikes: 'component',
    victim: 'worker',
    params: z.strictObject({}),
    blastRadius: workerRadius,
    inject: async (stack, target) => {
      const container = stack.container(target.component);
      await strike(container);
      const limit = AbortSignal.timeout(DROP_LIMIT_MS);
      const injection = healOnce(() => broughtBack(container, target));
      const { component, incarnation } = target;
      return healedUnless(() => stack.gateway.connectionsClosed(component, incarnation, limit), injection);
    },
    witnesses: (evidence, planned) => {
      const window = faultWindow(evidence, planned.id);
      if (window === undefined) return [];
      return [...deaths(evidence, window, manner), ...brokenCalls(evidence, window), ...retriedTasks(evidence, window)];
    },
  };
}

async function broughtBack(container: Container, { component, incarnation }: Target): Promise<void> {
  const limit = AbortSignal.timeout(RESTART_LIMIT_MS);
  try {
    await container.restarted(incarnation, limit);
  } catch (cause) {
    if (!limit.aborted) throw cause;
    const sentence = `Expected the restart policy of ${component} to bring it back, but it did not within ${RESTART_LIMIT_MS} ms. Look at the policy, and at its log.`;
    throw new HarnessError('CHAOS_FAULT_FAILED', sentence, { cause });
  }
}
