import { z } from 'zod';

const tableSchema = z.strictObject({ table: z.string(), key: z.string(), ignore: z.array(z.string()).optional() });

/** Schema of the books that a subject keeps, as they are stored with the evidence. */
export const keptBooksSchema = z.strictObject({
  checkpoints: z.boolean(),
  effects: z.boolean(),
  tables: z.array(tableSchema).optional(),
});
/** The books that a subject keeps, as they are stored with the evidence. */
export type KeptBooks = z.infer<typeof keptBooksSchema>;

/**
 * The runs without a fault that jobs are compared with: all have ended before the injection. And what is compared of
 * them: the books that the subject keeps, and the fields that are left out.
 */
export const referencesEntry = z.strictObject({
  kind: z.literal('references'),
  workflowIds: z.array(z.string()),
  keeps: keptBooksSchema,
  ignoreFields: z.array(z.string()),
});
