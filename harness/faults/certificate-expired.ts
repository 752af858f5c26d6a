import { z } from 'zod';
import type { Fault, Injection } from '../model/fault.ts';
import type { Stack, Target } from '../model/stack.ts';
import { healedUnless, healOnce } from './builders/heal-once.ts';
import { workerRadius } from './builders/radius.ts';
import { workerCertificates } from './builders/worker-certificates.ts';
import { expiredCertificates, refusedHandshakes } from './witnesses/certificates.ts';
import { retriedTasks } from './witnesses/retried-tasks.ts';
import { faultWindow } from './witnesses/window.ts';

const DROP_LIMIT_MS = 10_000;
/** How long a worker may take to use a certificate that was put in place. */
const TAKE_UP_LIMIT_MS = 15_000;

/**
 * Has a worker present a certificate that has ended. Healing puts a valid one in its place, and starts nothing: a worker
 * that was refused must try again by itself, or be brought back by its restart policy.
 */
export const certificateExpired: Fault = {
  name: 'certificate-expired',
  summary:
    'Kill a worker and put an expired certificate in its place, so its successor is refused. Healing replaces the file.',
  proof: {
    cause: 'the certificate in the file, read back, had ended',
    effect: 'the gateway refused handshakes with that very certificate; tasks that Temporal retried',
  },
  strikes: 'component',
  victim: 'worker',
  params: z.strictObject({}),
  needs: ['kill', 'tls'],
  blastRadius: workerRadius,
  inject,
  witnesses: (evidence, planned) => {
    const window = faultWindow(evidence, planned.id);
    if (window === undefined) return [];
    const felt = refusedHandshakes(evidence, window);
    // Work that was lost by the kill says nothing of the certificate.
    return [
      ...expiredCertificates(evidence, window),
      ...felt,
      ...(felt.length > 0 ? retriedTasks(evidence, window) : []),
    ];
  },
};

async function inject(stack: Stack, { component, incarnation }: Target): Promise<Injection> {
  const certificates = workerCertificates(stack);
  const worker = stack.component(component);
  const injection = healOnce(async () => {
    await certificates.replace(component, 'valid');
    if (!worker.running) await worker.launch();
    // A worker that doesn't take it up is a finding of the checks, and no failure of the healing.
    const limit = AbortSignal.timeout(TAKE_UP_LIMIT_MS);
    await stack.gateway.firstPoll(component, worker.incarnation, limit).catch((error: unknown) => {
      if (!limit.aborted) throw error;
    });
  });
  return healedUnless(async () => {
    // At the moment itself: a certificate takes a busy machine seconds to make.
    await worker.kill('fault');
    // A call held at the fault's moment may go on only when the dead worker's connections are seen closed.
    await stack.gateway.connectionsClosed(component, incarnation, AbortSignal.timeout(DROP_LIMIT_MS));
    await certificates.replace(component, 'expired');
    await worker.launch();
  }, injection);
}
