import { z } from 'zod';
import type { Fault } from '../model/fault.ts';
import { healedUnless } from './builders/heal-once.ts';
import { stopFacts, stopWorker } from './builders/stop-fault.ts';
import { workerCertificates } from './builders/worker-certificates.ts';
import { newCertificates, newHandshakes } from './witnesses/certificates.ts';
import { faultWindow } from './witnesses/window.ts';

/** Puts another valid certificate in a worker's place, and replaces the worker as a rotation does. */
export const certificateRotated: Fault = {
  ...stopFacts,
  name: 'certificate-rotated',
  summary: 'Send SIGTERM to a worker and give it a new certificate. Healing waits for its end and starts the next.',
  proof: {
    cause: 'the certificate in the file, read back, is one that the worker had never shown',
    effect: 'the gateway accepted handshakes with that very certificate from then on, and none with another',
  },
  params: z.strictObject({}),
  needs: ['kill', 'tls'],
  inject: async (stack, target) => {
    const certificates = workerCertificates(stack);
    const injection = await stopWorker(stack, target, async () => {
      const worker = stack.component(target.component);
      if (!worker.running) await worker.start();
    });
    // SIGTERM comes at the moment itself; only the next life reads the file.
    return healedUnless(async () => certificates.replace(target.component, 'valid'), injection);
  },
  witnesses: (evidence, planned) => {
    const window = faultWindow(evidence, planned.id);
    if (window === undefined) return [];
    return [...newCertificates(evidence, window), ...newHandshakes(evidence, window)];
  },
};
