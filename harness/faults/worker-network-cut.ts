import { z } from 'zod';
import type { Fault } from '../model/fault.ts';
import { brokenCalls } from './support/broken-calls.ts';
import { detached } from './support/detached.ts';
import { healOnce } from './support/heal-once.ts';
import { workerRadius } from './support/radius.ts';
import { retriedTasks } from './support/retried-tasks.ts';
import { silence } from './support/silence.ts';
import { faultWindow } from './support/window.ts';

/** Takes a worker off its network: it lives on, and reaches nobody. Healing puts it back, at the same address. */
export const workerNetworkCut: Fault = {
  name: 'worker-network-cut',
  summary: 'A worker is taken off its network, and put back at healing.',
  strikes: 'component',
  victim: 'worker',
  params: z.strictObject({}),
  needs: ['disconnect'],
  blastRadius: workerRadius,
  inject: async (stack, target) => {
    const worker = stack.component(target.component);
    await worker.disconnect();
    return healOnce(() => worker.connect());
  },
  witnesses: (evidence, planned) => {
    const window = faultWindow(evidence, planned.id);
    if (window === undefined) return [];
    const calls = [...silence(evidence, window), ...brokenCalls(evidence, window)];
    return [...detached(evidence, window), ...calls, ...retriedTasks(evidence, window)];
  },
};
