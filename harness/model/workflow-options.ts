import { z } from 'zod';
import { jsonSchema } from './json.ts';
import { searchAttributeTypes } from './temporal-setup.ts';

const ms = z.int().positive();

const searchAttributeSchema = z.strictObject({
  /** A `Datetime` is an instant such as `2026-01-01T00:00:00Z`. */
  type: z.enum(searchAttributeTypes),
  value: z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]),
});

/** Schema of {@link WorkflowOptions}. */
export const workflowOptionsSchema = z.strictObject({
  executionTimeoutMs: ms.optional(),
  runTimeoutMs: ms.optional(),
  /** Left out: 2 seconds, so that a lost workflow task is noticed soon. */
  taskTimeoutMs: ms.optional(),
  startDelayMs: ms.optional(),
  retry: z
    .strictObject({
      initialIntervalMs: ms.optional(),
      backoffCoefficient: z.number().min(1).optional(),
      maximumIntervalMs: ms.optional(),
      maximumAttempts: z.int().positive().optional(),
      nonRetryableErrorTypes: z.array(z.string()).optional(),
    })
    .optional(),
  cronSchedule: z.string().min(1).optional(),
  memo: z.record(z.string(), jsonSchema).optional(),
  searchAttributes: z.record(z.string().min(1), searchAttributeSchema).optional(),
});

/** How a client starts a workflow, beside its type, its id and its arguments. */
export type WorkflowOptions = z.infer<typeof workflowOptionsSchema>;
