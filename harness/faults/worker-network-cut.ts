import { z } from 'zod';
import type { Fault } from '../model/fault.ts';
import { healedUnless, healOnce } from './builders/heal-once.ts';
import { workerRadius } from './builders/radius.ts';
import { brokenCalls } from './witnesses/broken-calls.ts';
import { detached } from './witnesses/detached.ts';
import { retriedTasks } from './witnesses/retried-tasks.ts';
import { silence } from './witnesses/silence.ts';
import { faultWindow } from './witnesses/window.ts';

/** Takes a worker off its network: it lives on, and reaches no server. Healing puts it back, at the same address. */
export const workerNetworkCut: Fault = {
  name: 'worker-network-cut',
  summary: 'Take a worker off its network (embedded: disable its proxies). Healing puts it back at the same address.',
  proof: {
    cause: 'Toxiproxy, read back, has every link of the worker disabled; on Docker the engine shows no network',
    effect: 'silence and broken calls at the gateway; tasks that Temporal retried or timed out',
  },
  strikes: 'component',
  victim: 'worker',
  params: z.strictObject({}),
  needs: ['disconnect'],
  blastRadius: workerRadius,
  inject: async (stack, target) => {
    const worker = stack.component(target.component);
    return healedUnless(
      () => worker.disconnect(),
      healOnce(() => worker.connect()),
    );
  },
  witnesses: (evidence, planned) => {
    const window = faultWindow(evidence, planned.id);
    if (window === undefined) return [];
    const calls = [...silence(evidence, window), ...brokenCalls(evidence, window)];
    return [...detached(evidence, window), ...calls, ...retriedTasks(evidence, window)];
  },
};
