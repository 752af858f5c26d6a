import { z } from 'zod';
import { type ErrorCode, errorCodes } from '../../errors.ts';

const codes = Object.keys(errorCodes) as [ErrorCode, ...ErrorCode[]];

/** Schema of the messages of a daemon to `stack up` while it starts. */
export const daemonMessageSchema = z.union([
  z.strictObject({ progress: z.string() }),
  z.strictObject({ ready: z.literal(true) }),
  z.strictObject({ failed: z.strictObject({ code: z.enum(codes), message: z.string() }) }),
]);

/** A message of a daemon while it starts. */
export type DaemonMessage = z.infer<typeof daemonMessageSchema>;
