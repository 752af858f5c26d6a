import { z } from 'zod';
import type { Fault } from '../model/fault.ts';
import { stopFacts, stopWitnesses, stopWorker } from './builders/stop-fault.ts';

/** Asks a worker to stop by SIGTERM, with work in hand; healing waits until it has drained and starts a fresh one. */
export const workerStop: Fault = {
  ...stopFacts,
  name: 'worker-stop',
  summary:
    'Send SIGTERM to a worker and let it drain. Healing waits for its end, 30 s at most, and starts a fresh one.',
  params: z.strictObject({}),
  needs: ['kill'],
  inject: (stack, target) =>
    stopWorker(stack, target, async () => {
      const worker = stack.component(target.component);
      if (!worker.running) await worker.start();
    }),
  witnesses: stopWitnesses,
};
