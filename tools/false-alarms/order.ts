import { z } from 'zod';
import { goodRunSchema } from './good-run.ts';

/** Schema of an {@link Order}. */
export const orderSchema = z.strictObject({
  projectFolder: z.string(),
  /** Where its run folder goes: `<reportsFolder>/runs/<scenario>/<runId>`. */
  reportsFolder: z.string(),
  runId: z.string(),
  run: goodRunSchema,
});

/** What the process of one run is told. */
export type Order = z.infer<typeof orderSchema>;
