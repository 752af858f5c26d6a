import { z } from 'zod';

/** The ways in which a plan may expect a workflow execution to end. */
export const workflowEnds = ['completed', 'failed', 'canceled', 'terminated', 'timed-out'] as const;

/** Schema of a regular expression for whole workflow ids. */
export const idPatternSchema = z.string().refine(isRegExp, 'must be a regular expression');

/** Schema of {@link AlsoStarted}. */
export const alsoStartedSchema = z.strictObject({
  workflowType: z.string().min(1),
  /** A regular expression for the whole workflow id; if left out, any id. */
  idPattern: idPatternSchema.optional(),
  /** How each of them ends; if left out, in any way, or not before the run is over. */
  end: z.enum(workflowEnds).optional(),
  /** How many there must be; if left out, one. */
  atLeast: z.int().nonnegative().optional(),
});
/**
 * Workflows that the system itself starts for a job, otherwise than as children: by a schedule, or by an activity with a
 * client.
 *
 * @example
 * const receipts: AlsoStarted = { workflowType: 'sendReceipt', idPattern: 'receipt-order-1-\\d+', end: 'completed' };
 */
export type AlsoStarted = z.infer<typeof alsoStartedSchema>;

/** Whether a workflow id is one of a pattern, as a whole. */
export function isOfPattern(workflowId: string, idPattern: string): boolean {
  return new RegExp(`^(?:${idPattern})$`, 'u').test(workflowId);
}

function isRegExp(text: string): boolean {
  try {
    return new RegExp(text, 'u').source !== '';
  } catch {
    return false;
  }
}
