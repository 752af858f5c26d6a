import { HarnessError } from '../../errors.ts';
import type { Stack } from '../../model/stack.ts';
import type { Certificates } from '../../model/tls.ts';

/** The certificates of a stack's workers. @throws HarnessError CHAOS_STACK_LACKS if it speaks no TLS. */
export function workerCertificates({ certificates }: Stack): Certificates {
  if (certificates !== null) return certificates;
  const sentence = 'The workers of this stack have no certificates, because it speaks no TLS.';
  throw new HarnessError('CHAOS_STACK_LACKS', `${sentence} Start it with --tls.`);
}
