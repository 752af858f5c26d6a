import { z } from 'zod';

const timeSchema = z.int().nonnegative().optional();

/** Schema of {@link ExpectedActivityOptions}. */
export const expectedActivityOptionsSchema = z
  .strictObject({
    startToCloseMs: timeSchema,
    scheduleToCloseMs: timeSchema,
    scheduleToStartMs: timeSchema,
    heartbeatMs: timeSchema,
    initialIntervalMs: timeSchema,
    backoffCoefficient: z.number().min(1).optional(),
    maximumIntervalMs: timeSchema,
    maximumAttempts: timeSchema,
    /** In any order. */
    nonRetryableErrorTypes: z.array(z.string().min(1)).optional(),
  })
  .refine((options) => Object.values(options).some((value) => value !== undefined), 'must name an option');

/**
 * The timeouts, in milliseconds, and the retry policy with which activities of a type must be scheduled.
 *
 * @remarks As the event history records them: 0 is no heartbeat timeout, and any number of attempts. An option that is left
 * out is not judged.
 * @example
 * const charge: ExpectedActivityOptions = { startToCloseMs: 10_000, heartbeatMs: 2000, maximumAttempts: 0 };
 */
export type ExpectedActivityOptions = z.infer<typeof expectedActivityOptionsSchema>;
