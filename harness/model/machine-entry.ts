import { z } from 'zod';

/** A stall of the harness's own event loop. */
export const stallEntry = z.strictObject({ kind: z.literal('stall'), stallMs: z.number() });

/**
 * How busy the machine was since the entry before: for how long of that time work waited for a CPU.
 *
 * @remarks `pressure`: the kernel's own account of tasks that could run and waited
 * ({@link https://docs.kernel.org/accounting/psi.html | pressure stall information}). `cpu-times`: where there is none,
 * the share of time in which the CPUs were busy.
 */
export const machineEntry = z.strictObject({
  kind: z.literal('machine'),
  overMs: z.number(),
  waitedMs: z.number(),
  source: z.enum(['pressure', 'cpu-times']),
});
